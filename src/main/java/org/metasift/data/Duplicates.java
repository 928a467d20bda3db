package org.metasift.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metasift.run.Progress;

/**
 * Counts images that are there more than once: exact copies (the same pixels), and look-alikes (the
 * same difference hash: a grey copy of 9 x 8 pixels, and for each of its 64 pairs of neighbours in
 * a row whether it gets brighter to the right; flat images, without any such step, do not count).
 */
final class Duplicates {
  private final ImageSet images;
  private final Map<Long, Integer> byPixels = new HashMap<>();
  private final Map<Long, Integer> byLooks = new HashMap<>();
  private int copies;
  private int copiesElsewhere;
  private int alike;
  private int alikeElsewhere;

  private Duplicates(ImageSet images) {
    this.images = images;
  }

  /** Adds a sentence for copies and one for look-alikes, where there are any. */
  static void warn(ImageSet images, List<String> warnings) {
    final Duplicates duplicates = new Duplicates(images);
    duplicates.count();
    if (duplicates.copies > 0) {
      warnings.add(
          "exact copies of earlier images: %,d, of them with another label: %,d"
              .formatted(duplicates.copies, duplicates.copiesElsewhere));
    }
    if (duplicates.alike > 0) {
      warnings.add(
          "more images that look like earlier ones (same dHash): %,d, with another label: %,d"
              .formatted(duplicates.alike, duplicates.alikeElsewhere));
    }
  }

  private void count() {
    final MessageDigest digest = sha256();
    final byte[] pixels = new byte[images.imageBytes()];
    try (Progress progress = Progress.of("Looking for copies", images.size())) {
      for (int i = 0; i < images.size(); i++) {
        images.read(i, pixels, 0);
        final Integer same =
            byPixels.putIfAbsent(ByteBuffer.wrap(digest.digest(pixels)).getLong(), i);
        final long looks = differenceHash(pixels, images.height(), images.width());
        final Integer like = looks == 0 ? null : byLooks.putIfAbsent(looks, i);
        if (same != null) {
          copies++;
          copiesElsewhere += images.label(same) == images.label(i) ? 0 : 1;
        } else if (like != null) {
          alike++;
          alikeElsewhere += images.label(like) == images.label(i) ? 0 : 1;
        }
        progress.step("");
      }
    }
  }

  /** The 64 bits of an image: uint8, (height, width, channels), at least 8 x 9 pixels. */
  static long differenceHash(byte[] pixels, int height, int width) {
    final int channels = pixels.length / (height * width);
    long bits = 0;
    for (int row = 0; row < 8; row++) {
      double left = 0;
      for (int column = 0; column < 9; column++) {
        final double here =
            mean(
                pixels,
                width * channels,
                row * height / 8,
                (row + 1) * height / 8,
                column * width / 9 * channels,
                (column + 1) * width / 9 * channels);
        if (column > 0) {
          bits = bits << 1 | (here > left ? 1 : 0);
        }
        left = here;
      }
    }
    return bits;
  }

  private static double mean(byte[] pixels, int rowBytes, int top, int bottom, int from, int to) {
    long sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int k = from; k < to; k++) {
        sum += pixels[y * rowBytes + k] & 0xff;
      }
    }
    return (double) sum / ((bottom - top) * (to - from));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
