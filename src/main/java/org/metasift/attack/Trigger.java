package org.metasift.attack;

import java.util.Arrays;
import org.metasift.data.ImageSet;

/** What an attacker paints into an image to make a backdoored network answer the target class. */
@FunctionalInterface
public interface Trigger {
  /**
   * Paints the trigger into a copy of one image.
   *
   * @param pixels uint8, (height, width, channels); not changed
   * @param like the set it belongs to, for the shape
   * @return the triggered pixels, same shape
   */
  byte[] paint(byte[] pixels, ImageSet like);

  /** The trigger painted into every image of a set; labels, ids and the set given stay. */
  default ImageSet on(ImageSet images) {
    final ImageSet.Editor editor = images.edit();
    for (int i = 0; i < images.size(); i++) {
      editor.pixels(i, paint(images.pixels(i), images));
    }
    return editor.done();
  }

  /**
   * A white square in the bottom right corner.
   *
   * @param side in pixels, at least 1
   */
  static Trigger whiteSquare(int side) {
    return (pixels, like) -> {
      if (side > like.height() || side > like.width()) {
        throw new IllegalArgumentException(
            "a trigger of %d x %d pixels for images of %d x %d; it must fit into them"
                .formatted(side, side, like.height(), like.width()));
      }
      final byte[] painted = pixels.clone();
      for (int row = like.height() - side; row < like.height(); row++) {
        final int from = (row * like.width() + like.width() - side) * like.channels();
        Arrays.fill(painted, from, from + side * like.channels(), (byte) 255);
      }
      return painted;
    };
  }
}
