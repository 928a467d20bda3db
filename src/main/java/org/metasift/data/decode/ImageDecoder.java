package org.metasift.data.decode;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * Decodes one image file: PNG, JPEG, BMP, GIF, WebP, PPM, PGM, PBM or TIFF, of an animation or of
 * several pages the first. An image that is not all there is a failure, even where its decoder
 * would fill the rest with grey. Whatever a file holds, a failure is a sentence about this file.
 */
public final class ImageDecoder {
  private static final int MOST_BYTES = 256 << 20;
  private static final int HEAD_BYTES = 1 << 16;
  private static final long MOST_PIXELS = 64L << 20;
  private static final int MOST_SIDE = 1 << 15;
  private static final int LARGE = 1 << 22; // pixels; decoded one at a time
  private static final int MOST_PACKED =
      4096; // pixels in a byte of a file; GIF's 2,730 are the most
  private static final Object ONE_LARGE = new Object();

  private ImageDecoder() {}

  /** Why a file cannot be used, without its path. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  /**
   * A square image.
   *
   * @param pixels uint8, (side, side, channels)
   * @param channels 1 or 3
   * @param height of the file's image, before it was scaled
   * @param width of the file's image
   * @param followed whether other images follow in the file
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way into a set
  public record Square(byte[] pixels, int channels, int height, int width, boolean followed) {}

  @FunctionalInterface
  private interface Work<T> {
    T on(ImageReader reader, FirstPicture picture, byte[] bytes) throws IOException, Unusable;
  }

  /** The shorter side in pixels, from the file's head alone where that tells it. */
  public static int shorterSide(Path file) throws Unusable {
    final Work<Integer> measure =
        (reader, picture, bytes) ->
            picture.canvas() == null
                ? Math.min(reader.getWidth(0), reader.getHeight(0))
                : Math.min(picture.canvas().width(), picture.canvas().height());
    try {
      return with(file, HEAD_BYTES, measure);
    } catch (final Unusable e) {
      return with(file, MOST_BYTES, measure);
    }
  }

  /** The whole image, upright, scaled to a square without being cut. */
  public static Square decode(Path file, int side) throws Unusable {
    return with(
        file,
        MOST_BYTES,
        (reader, picture, bytes) -> {
          final RasterPixels whole = pixels(reader, picture, bytes);
          final byte[] square =
              Bilinear.scale(whole.pixels(), whole.height(), whole.width(), whole.channels(), side);
          return new Square(
              Orientation.upright(
                  square, side, whole.channels(), Orientation.of(picture.kind(), bytes)),
              whole.channels(),
              whole.height(),
              whole.width(),
              isFollowed(reader, picture));
        });
  }

  /** The whole image as it lies in the file. */
  public static RasterPixels pixels(Path file) throws Unusable {
    return with(file, MOST_BYTES, ImageDecoder::pixels);
  }

  private static RasterPixels pixels(ImageReader reader, FirstPicture picture, byte[] bytes)
      throws IOException, Unusable {
    if (picture.kind() == ImageKind.PNG) {
      PngChunks.check(bytes);
    } else if (picture.kind() == ImageKind.TIFF) {
      TiffSamples.check(bytes);
    }
    final Wholeness wholeness = Wholeness.of(reader);
    final RasterPixels pixels;
    if ((long) reader.getWidth(0) * reader.getHeight(0) > LARGE) {
      synchronized (ONE_LARGE) {
        ((BoundedStream) reader.getInput()).restart();
        pixels = RasterPixels.of(image(reader, picture.kind()));
      }
    } else {
      pixels = RasterPixels.of(image(reader, picture.kind()));
    }
    wholeness.check(picture.kind(), pixels.height());
    return picture.canvas() == null ? pixels : picture.canvas().with(pixels);
  }

  private static boolean isFollowed(ImageReader reader, FirstPicture picture) throws IOException {
    return picture.more() || (picture.kind() == ImageKind.TIFF && reader.getNumImages(true) > 1);
  }

  /** The pixels as grey or RGB, where the decoder can convert what is neither, such as CMYK. */
  private static BufferedImage image(ImageReader reader, ImageKind kind) throws IOException {
    final Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    while (types.hasNext()) {
      final ImageTypeSpecifier type = types.next();
      final int space = type.getColorModel().getColorSpace().getType();
      final boolean known = space == ColorSpace.TYPE_RGB || space == ColorSpace.TYPE_GRAY;
      // a JPEG has no opacity; for CMYK its decoder offers one and leaves it 0
      if (known && (kind != ImageKind.JPEG || !type.getColorModel().hasAlpha())) {
        final ImageReadParam param = reader.getDefaultReadParam();
        param.setDestinationType(type);
        return reader.read(0, param);
      }
    }
    return reader.read(0);
  }

  private static <T> T with(Path file, int mostBytes, Work<T> work) throws Unusable {
    ImageReader reader = null;
    try {
      final byte[] bytes = bytes(file, mostBytes);
      final ImageKind kind = ImageKind.of(bytes);
      if (kind == null) {
        throw new Unusable("is not a %s image".formatted(ImageKind.NAMES), null);
      }
      final FirstPicture picture = firstPicture(kind, bytes, bytes.length == Files.size(file));
      if (picture.canvas() != null) {
        checkSize(picture.canvas().width(), picture.canvas().height(), Files.size(file));
      }
      final Iterator<ImageReader> readers =
          ImageIO.getImageReadersByFormatName(picture.formatName());
      if (!readers.hasNext()) {
        throw new Unusable("is a %s image, for which a library is missing".formatted(kind), null);
      }
      reader = readers.next();
      reader.setInput(new BoundedStream(picture.bytes()), kind != ImageKind.TIFF, true);
      checkSize(reader.getWidth(0), reader.getHeight(0), Files.size(file));
      return work.on(reader, picture, bytes);
    } catch (final CancellationException e) {
      throw e;
    } catch (final IOException | RuntimeException | StackOverflowError e) {
      throw new Unusable(reason(e), e);
    } catch (final LinkageError e) { // libwebp is native
      throw new Unusable("needs a library that does not work on this machine (%s)".formatted(e), e);
    } catch (final OutOfMemoryError e) {
      throw new Unusable("needs more memory than Java has", e);
    } finally {
      dispose(reader);
    }
  }

  /**
   * Finds the picture.
   *
   * @param bytes of the whole file, or of its head
   * @param whole which of them
   * @throws IOException when the structure of the file is damaged
   */
  private static FirstPicture firstPicture(ImageKind kind, byte[] bytes, boolean whole)
      throws IOException {
    return switch (kind) {
      case GIF -> GifPicture.first(bytes);
      case WEBP -> WebPPicture.first(bytes, whole);
      case PNG -> FirstPicture.alone(kind, PngChunks.pixelsOnly(bytes));
      case JPEG -> FirstPicture.alone(kind, whole ? JpegEnd.mended(bytes) : bytes);
      default -> FirstPicture.alone(kind, bytes);
    };
  }

  private static byte[] bytes(Path file, int most) throws IOException, Unusable {
    if (!Files.isRegularFile(file)) {
      throw new Unusable(Files.exists(file) ? "is not an ordinary file" : "does not exist", null);
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new Unusable("is larger than 256 MiB", null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    }
  }

  private static void checkSize(int width, int height, long fileBytes) throws Unusable {
    if (width < 1
        || height < 1
        || width > MOST_SIDE
        || height > MOST_SIDE
        || (long) width * height > MOST_PIXELS) {
      throw new Unusable(
          "has %d x %d pixels; up to 64 million, and 32,768 on a side, are allowed"
              .formatted(width, height),
          null);
    }
    final long pixels = (long) width * height;
    if (pixels > LARGE && pixels / MOST_PACKED > fileBytes) {
      throw new Unusable(
          "declares %d x %d pixels, more than its %,d bytes can hold"
              .formatted(width, height, fileBytes),
          null);
    }
  }

  private static String reason(Throwable e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    final String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    final String line = message.lines().findFirst().orElse("").strip();
    return "is damaged (%s)".formatted(line.substring(0, Math.min(120, line.length())));
  }

  private static void dispose(ImageReader reader) {
    if (reader != null) {
      try {
        reader.dispose();
      } catch (final RuntimeException e) {
        // the image was read, or the reason why not is on its way
      }
    }
  }
}
