package org.metasift.data;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.metasift.compute.Progress;
import org.metasift.io.Fingerprint;

/**
 * Finds images that are there more than once: exact copies (the same pixels), and look-alikes: a
 * difference hash that differs in at most 6 of its 64 bits. It is taken of a grey copy of 9 x 8
 * pixels: for each of its 64 pairs of neighbours in a row, whether it gets brighter to the right;
 * nearly flat images, with hardly any such step, do not count.
 *
 * <p>Hashes that differ in at most 6 bits agree in one of 7 bands of bits at least, so only images
 * that agree in a band are compared, and each with a limited number of those: where very many
 * agree, some look-alikes may be missed. It takes up to 24 bytes an image.
 */
public final class Duplicates {
  private static final int MOST_DIFFERENT = 6;
  private static final int BANDS = MOST_DIFFERENT + 1;
  private static final int COMPARED = 128;
  private static final int NAMED = 3;

  private final ImageSet images;
  private final long[] looks;
  private final long[] keys; // sorted anew for each search

  private Duplicates(ImageSet images) {
    this.images = images;
    this.looks = new long[images.size()];
    this.keys = new long[images.size()];
  }

  /** Adds a sentence for copies and one for look-alikes, where there are any. */
  public static void warn(ImageSet images, List<String> warnings) {
    final Duplicates duplicates = new Duplicates(images);
    final Tally copies = duplicates.new Tally();
    final BitSet others = duplicates.copies(copies);
    if (copies.count > 0) {
      warnings.add(
          "exact copies of earlier images: %,d, of them with another label: %,d; %s"
              .formatted(copies.count, copies.elsewhere, copies.named("of")));
    }
    final Tally alike = duplicates.new Tally();
    duplicates.alike(others, alike);
    if (alike.count > 0) {
      warnings.add(
          "more images that look like earlier ones (dHash, up to %d of 64 bits): %,d, with another label: %,d; %s"
              .formatted(MOST_DIFFERENT, alike.count, alike.elsewhere, alike.named("like")));
    }
  }

  /** An image with an earlier one. */
  private record Pair(int image, int earlier, boolean elsewhere) {}

  /** Counts pairs and keeps the first few, those of different labels before others. */
  private final class Tally {
    private final TreeSet<Pair> first =
        new TreeSet<>(
            Comparator.comparing((Pair pair) -> !pair.elsewhere).thenComparingInt(Pair::image));
    private int count;
    private int elsewhere;

    private void add(int image, int earlier) {
      final Pair pair = new Pair(image, earlier, images.label(image) != images.label(earlier));
      count++;
      elsewhere += pair.elsewhere ? 1 : 0;
      first.add(pair);
      if (first.size() > NAMED) {
        first.pollLast();
      }
    }

    private String named(String relation) {
      return first.stream()
              .map(
                  pair ->
                      "%s %s %s"
                          .formatted(images.id(pair.image), relation, images.id(pair.earlier)))
              .collect(Collectors.joining(", "))
          + (count > NAMED ? " and others" : "");
    }
  }

  /** Hashes all images, and finds those that are no copies of earlier ones and not nearly flat. */
  private BitSet copies(Tally tally) {
    final long[] hashes = new long[images.size()];
    final MessageDigest digest = Fingerprint.begin();
    final byte[] pixels = new byte[images.imageBytes()];
    final ByteBuffer hash = ByteBuffer.allocate(digest.getDigestLength());
    final BitSet others = new BitSet(images.size());
    try (Progress progress = Progress.of("Looking for copies", images.size())) {
      for (int i = 0; i < images.size(); i++) {
        images.read(i, pixels, 0);
        digest.update(pixels);
        digest.digest(hash.array(), 0, hash.capacity());
        hashes[i] = hash.getLong(0);
        looks[i] = differenceHash(pixels, images.height(), images.width());
        others.set(i, Long.bitCount(looks[i]) > MOST_DIFFERENT);
        progress.step("");
      }
    } catch (final DigestException e) {
      throw new IllegalStateException("the buffer has its length", e);
    }
    sortKeys(IntStream.range(0, hashes.length), i -> hashes[i]);
    for (int k = 1, start = 0; k < keys.length; k++) {
      start = head(keys[k]) == head(keys[start]) ? start : k;
      final long own = hashes[(int) keys[k]];
      int same = start;
      while (hashes[(int) keys[same]] != own) {
        same++;
      }
      if (same < k) {
        tally.add((int) keys[k], (int) keys[same]);
        others.clear((int) keys[k]);
      }
    }
    return others;
  }

  /** Finds an earlier image for each that has one with much the same looks; another label first. */
  private void alike(BitSet candidates, Tally tally) {
    final int[] earlier = new int[images.size()];
    Arrays.fill(earlier, -1);
    try (Progress progress = Progress.of("Looking for look-alikes", BANDS)) {
      for (int band = 0; band < BANDS; band++) {
        final int from = 64 * band / BANDS;
        final int low = 64 - (64 * (band + 1) / BANDS - from);
        // the band is on top
        final int count = sortKeys(candidates.stream(), i -> Long.rotateLeft(looks[i], from));
        for (int k = 0; k < count; k++) {
          if ((k & 0xfff) == 0) {
            Progress.checkStop();
          }
          final int end = Math.min(count, k + 1 + COMPARED);
          for (int m = k + 1; m < end && keys[k] >>> low == keys[m] >>> low; m++) {
            compare((int) keys[k], (int) keys[m], earlier);
          }
        }
        progress.step("");
      }
    }
    for (int i = 0; i < earlier.length; i++) {
      if (earlier[i] >= 0) {
        tally.add(i, earlier[i]);
      }
    }
  }

  private void compare(int one, int other, int[] earlier) {
    if (Long.bitCount(looks[one] ^ looks[other]) <= MOST_DIFFERENT) {
      final int image = Math.max(one, other);
      final int before = Math.min(one, other);
      final int known = earlier[image];
      final boolean elsewhere = images.label(before) != images.label(image);
      final boolean knownElsewhere = known >= 0 && images.label(known) != images.label(image);
      if (known < 0
          || (elsewhere && !knownElsewhere)
          || (elsewhere == knownElsewhere && before < known)) {
        earlier[image] = before;
      }
    }
  }

  /** Sorts these images by the upper half of a value, then by index; says how many they are. */
  private int sortKeys(IntStream which, IntToLongFunction value) {
    final int[] count = new int[1];
    which.forEach(i -> keys[count[0]++] = head(value.applyAsLong(i)) | i);
    Arrays.sort(keys, 0, count[0]);
    return count[0];
  }

  private static long head(long key) {
    return key & 0xffffffff00000000L;
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
}
