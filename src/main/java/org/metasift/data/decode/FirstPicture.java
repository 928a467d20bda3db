package org.metasift.data.decode;

import java.util.Locale;

/**
 * The picture of an image file that is read: its only one, or the first of an animation.
 *
 * @param kind of the file
 * @param bytes of a file that a decoder reads the picture from
 * @param canvas what the picture lies on; null where it fills it
 * @param more whether other pictures follow, as far as the file's structure was read
 */
@SuppressWarnings("ArrayRecordComponent") // lives until it is decoded
record FirstPicture(ImageKind kind, byte[] bytes, Canvas canvas, boolean more) {
  static FirstPicture alone(ImageKind kind, byte[] bytes) {
    return new FirstPicture(kind, bytes, null, false);
  }

  /** What ImageIO calls the kind. */
  String formatName() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
