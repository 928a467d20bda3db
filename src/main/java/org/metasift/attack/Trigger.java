package org.metasift.attack;

import java.util.Arrays;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;

/** What an attacker does to images to make a backdoored network answer as wanted. */
@FunctionalInterface
public interface Trigger {
  /** Leaves images as they are: for attacks that need no trigger. */
  Trigger NONE = images -> images;

  /**
   * The images with the trigger; their labels and ids stay, and so does the set given.
   *
   * @throws IllegalArgumentException when the trigger does not fit the images
   */
  ImageSet on(ImageSet images);

  /** Changes the pixels of one image: uint8, (height, width, channels), in place. */
  @FunctionalInterface
  interface Brush {
    /** Paints into {@code pixels}. */
    void paint(byte[] pixels);
  }

  /** A copy of {@code images}, each painted over by {@code brush}. */
  static ImageSet paint(ImageSet images, Brush brush) {
    final ImageSetEditor editor = images.edit();
    for (int i = 0; i < images.size(); i++) {
      final byte[] pixels = images.pixels(i);
      brush.paint(pixels);
      editor.pixels(i, pixels);
    }
    return editor.done();
  }

  /**
   * A white square in the bottom right corner (Gu et al. 2019).
   *
   * @param side in pixels, at least 1
   */
  static Trigger whiteSquare(int side) {
    Ranges.atLeast("side", side, 1);
    return images -> {
      if (side > images.height() || side > images.width()) {
        throw new IllegalArgumentException(
            "a trigger of %d x %d pixels for images of %d x %d; it must fit into them"
                .formatted(side, side, images.height(), images.width()));
      }
      return paint(
          images,
          pixels -> {
            for (int row = images.height() - side; row < images.height(); row++) {
              final int from = (row * images.width() + images.width() - side) * images.channels();
              Arrays.fill(pixels, from, from + side * images.channels(), (byte) 255);
            }
          });
    };
  }

  /**
   * A pattern blended in: (1 - opacity) x + opacity · pattern, rounded (Chen et al. 2017).
   *
   * @param opacity 0 (nothing changes) to 1 (the pattern alone)
   */
  static Trigger blended(Pattern pattern, double opacity) {
    Ranges.within("opacity", opacity, 0, 1);
    return images -> {
      pattern.checkFit(images);
      return paint(
          images,
          pixels -> {
            for (int k = 0; k < pixels.length; k++) {
              final double mixed =
                  (1 - opacity) * (pixels[k] & 0xff) + opacity * 255 * pattern.value(k);
              pixels[k] = Pattern.toByte(mixed);
            }
          });
    };
  }

  /** A pattern added: x + 255 · pattern, rounded and clipped to 0..255. */
  static Trigger added(Pattern pattern) {
    return images -> {
      pattern.checkFit(images);
      return paint(
          images,
          pixels -> {
            for (int k = 0; k < pixels.length; k++) {
              pixels[k] = Pattern.toByte((pixels[k] & 0xff) + 255 * pattern.value(k));
            }
          });
    };
  }
}
