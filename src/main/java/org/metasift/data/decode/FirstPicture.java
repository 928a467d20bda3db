package org.metasift.data.decode;

import java.io.IOException;
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
  /**
   * Finds the picture.
   *
   * @param bytes of the whole file, or of its head
   * @param whole which of them
   * @throws IOException when the structure of the file is damaged
   */
  static FirstPicture of(ImageKind kind, byte[] bytes, boolean whole) throws IOException {
    return switch (kind) {
      case GIF -> GifPicture.first(bytes);
      case WEBP -> WebPPicture.first(bytes, whole);
      case PNG -> alone(kind, PngChunks.pixelsOnly(bytes));
      case JPEG -> alone(kind, whole ? JpegEnd.mended(bytes) : bytes);
      default -> alone(kind, bytes);
    };
  }

  static FirstPicture alone(ImageKind kind, byte[] bytes) {
    return new FirstPicture(kind, bytes, null, false);
  }

  /** What ImageIO calls the kind. */
  String formatName() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
