package org.metasift.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;

/** Pictures of what an attack changes. */
public final class AttackPictures {
  private static final int GAIN = 4;
  private static final int GREY = 128;

  private AttackPictures() {}

  /**
   * Three rows, a column for each of some poisoned images: before, after, and their difference,
   * four times enlarged around mid grey. The captions of the second row are the labels after the
   * attack.
   *
   * @param clean the set before the attack
   * @param count how many images, spread evenly over the poisoned ones; fewer where there are fewer
   */
  public static PictureGrid of(ImageSet clean, PoisonedSet poisoned, int count) {
    final int[] all = poisoned.poisonedIndices();
    final int shown = Math.min(count, all.length);
    final int[] chosen =
        IntStream.range(0, shown).map(k -> all[(int) ((long) k * all.length / shown)]).toArray();
    final byte[] pixels = new byte[3 * shown * clean.imageBytes()];
    final int[] labels = new int[3 * shown];
    final List<String> captions = new ArrayList<>();
    for (int k = 0; k < shown; k++) {
      final int i = chosen[k];
      final byte[] before = clean.pixels(i);
      final byte[] after = poisoned.images().pixels(i);
      final byte[] difference = new byte[before.length];
      for (int p = 0; p < before.length; p++) {
        final int moved = (after[p] & 0xff) - (before[p] & 0xff);
        difference[p] = (byte) Math.max(0, Math.min(255, GREY + GAIN * moved));
      }
      put(before, pixels, k);
      put(after, pixels, shown + k);
      put(difference, pixels, 2 * shown + k);
      labels[k] = clean.label(i);
      labels[shown + k] = poisoned.images().label(i);
      labels[2 * shown + k] = labels[shown + k];
    }
    for (int k = 0; k < labels.length; k++) {
      captions.add(k < 2 * shown ? "class " + labels[k] : "");
    }
    final ImageSet rows = ImageSet.of(pixels, labels, clean.shape(), clean.classNames(), captions);
    return PictureGrid.of(rows, IntStream.range(0, labels.length).toArray())
        .columns(shown)
        .title("%s: before, after, difference (x %d)".formatted(poisoned.attack().name(), GAIN))
        .captions(captions::get);
  }

  private static void put(byte[] image, byte[] pixels, int place) {
    System.arraycopy(image, 0, pixels, place * image.length, image.length);
  }
}
