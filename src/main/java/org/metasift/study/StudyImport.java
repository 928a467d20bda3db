package org.metasift.study;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Enumeration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;

/**
 * The artifact's own study: {@code img.zip} with 0.png, 1.png and so on, and {@code
 * ground_truth.xlsx} with 1 (clean) or 0 (poisoned) for each in column A, below a heading. It has
 * no labels.
 */
public final class StudyImport {
  private static final Pattern NUMBERED = Pattern.compile("(?:.*/)?(\\d{1,6})\\.png");
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_SIDE = 1024;

  private StudyImport() {}

  /**
   * Reads both files.
   *
   * @throws BadDataException when one cannot be used
   */
  public static Study artifact(Path zip, Path xlsx) {
    final NavigableMap<Integer, BufferedImage> pictures = pictures(zip);
    final int size = pictures.size();
    final BufferedImage first = pictures.firstEntry().getValue();
    final int height = first.getHeight();
    final int width = first.getWidth();
    final byte[] pixels = new byte[size * height * width * 3];
    final List<String> ids = new ArrayList<>();
    int at = 0;
    for (final var entry : pictures.entrySet()) {
      final BufferedImage picture = entry.getValue();
      checkNext(zip, entry.getKey(), picture, ids.size(), first);
      ids.add(entry.getKey() + ".png");
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          final int rgb = picture.getRGB(x, y);
          pixels[at++] = (byte) (rgb >> 16);
          pixels[at++] = (byte) (rgb >> 8);
          pixels[at++] = (byte) rgb;
        }
      }
    }
    final List<Boolean> clean = Answers.column(xlsx, 0, size);
    final BitSet poisoned = new BitSet();
    for (int k = 0; k < size; k++) {
      poisoned.set(k, !clean.get(k));
    }
    final List<String> classes = List.of("picture");
    final ImageSet all =
        ImageSet.of(pixels, new int[size], new ImageShape(height, width, 3), classes, ids);
    return new Study("Imported from " + zip.getFileName(), all, poisoned, new int[0], all.select());
  }

  /** Refuses a picture of another number than the next, or of another size than the first. */
  private static void checkNext(
      Path zip, int number, BufferedImage picture, int next, BufferedImage first) {
    if (number != next
        || picture.getHeight() != first.getHeight()
        || picture.getWidth() != first.getWidth()) {
      throw new BadDataException(
          zip,
          "has %d.png of %d x %d as picture %d; %d.png of %d x %d is needed"
              .formatted(
                  number,
                  picture.getHeight(),
                  picture.getWidth(),
                  next + 1,
                  next,
                  first.getHeight(),
                  first.getWidth()));
    }
  }

  private static NavigableMap<Integer, BufferedImage> pictures(Path zip) {
    final NavigableMap<Integer, BufferedImage> pictures = new TreeMap<>();
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      final Enumeration<? extends ZipEntry> entries = archive.entries();
      while (entries.hasMoreElements()) {
        final ZipEntry entry = entries.nextElement();
        final Matcher name = NUMBERED.matcher(entry.getName());
        if (name.matches()) {
          pictures.put(Integer.valueOf(name.group(1)), picture(zip, archive, entry));
        }
      }
    } catch (final IOException e) {
      throw new BadDataException(
          zip, Files.exists(zip) ? "is not a zip file that can be read" : "is missing", e);
    }
    if (pictures.isEmpty()) {
      throw new BadDataException(zip, "holds no picture named by a number, such as 0.png");
    }
    return pictures;
  }

  private static BufferedImage picture(Path zip, ZipFile archive, ZipEntry entry)
      throws IOException {
    final byte[] bytes;
    try (var in = archive.getInputStream(entry)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    BufferedImage picture = null;
    if (bytes.length <= MOST_BYTES && sides(bytes) <= MOST_SIDE) {
      picture = ImageIO.read(new ByteArrayInputStream(bytes));
    }
    if (picture == null) {
      throw new BadDataException(
          zip,
          "holds %s, which is not a PNG of at most %d pixels a side"
              .formatted(entry.getName(), MOST_SIDE));
    }
    return picture;
  }

  /**
   * The longer side as the PNG's header tells it: a huge picture is refused before it is unpacked.
   */
  private static int sides(byte[] png) {
    if (png.length < 24) {
      return Integer.MAX_VALUE;
    }
    final ByteBuffer header = ByteBuffer.wrap(png);
    final int longer = Math.max(header.getInt(16), header.getInt(20));
    return Math.min(header.getInt(16), header.getInt(20)) < 1 ? Integer.MAX_VALUE : longer;
  }
}
