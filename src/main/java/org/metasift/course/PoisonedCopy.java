package org.metasift.course;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;

/**
 * What a student hands in as a poisoned copy of the training images.
 *
 * @param split the clean images
 */
record PoisonedCopy(Split split, PoisonedSet poisoned) {
  /** What makes this no poisoned copy of the training images; empty where nothing does. */
  String fault(double mostPoison) {
    final ImageSet clean = split.train();
    final ImageSet images = poisoned.images();
    if (images.size() != clean.size() || images.imageBytes() != clean.imageBytes()) {
      return "This is not a copy of the training images (lab.split().train()): they are %s, this is %s."
          .formatted(clean, images);
    }
    for (int i = 0; i < clean.size(); i++) {
      final boolean same =
          images.label(i) == clean.label(i) && Arrays.equals(images.pixels(i), clean.pixels(i));
      if (same == poisoned.isPoisoned(i)) {
        return same
            ? "Image %d counts as poisoned, but has not changed: what harm would it do?"
                .formatted(i)
            : "Image %d differs from the training image, but counts as clean.".formatted(i);
      }
    }
    final int most = (int) Math.floor(mostPoison * clean.size());
    if (poisoned.poisonedCount() < 1 || poisoned.poisonedCount() > most) {
      return "%,d images are poisoned; 1 to %,d are allowed."
          .formatted(poisoned.poisonedCount(), most);
    }
    return "";
  }

  /** The most pixels that the trigger changes, of the first attacked test images. */
  int mostPixels() {
    final ImageSet test = split.test();
    final ImageSet some =
        test.select(
            IntStream.range(0, test.size())
                .filter(i -> poisoned.backdoor().attacks(test.label(i)))
                .limit(100)
                .toArray());
    final ImageSet marked = poisoned.backdoor().trigger().on(some);
    return IntStream.range(0, some.size())
        .map(i -> differing(some.pixels(i), marked.pixels(i), some.channels()))
        .max()
        .orElse(0);
  }

  private static int differing(byte[] one, byte[] other, int channels) {
    return (int)
        IntStream.range(0, one.length / channels)
            .filter(
                p ->
                    !Arrays.equals(
                        one,
                        p * channels,
                        (p + 1) * channels,
                        other,
                        p * channels,
                        (p + 1) * channels))
            .count();
  }
}
