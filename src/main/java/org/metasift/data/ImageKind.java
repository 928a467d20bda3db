package org.metasift.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The kinds of image files that are read, told apart by how they begin. */
enum ImageKind {
  PNG,
  JPEG,
  BMP,
  GIF,
  WEBP,
  PNM;

  private static final Set<String> ENDINGS =
      Set.of(
          "png", "jpg", "jpeg", "jpe", "jfif", "bmp", "dib", "gif", "webp", "ppm", "pgm", "pbm",
          "pnm");

  /** The kind of a file's first bytes, or null when it is none of these. */
  static ImageKind of(byte[] bytes) {
    final String head =
        new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u0089PNG\r\n")) {
      return PNG;
    } else if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    } else if (head.startsWith("GIF8")) {
      return GIF;
    } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    } else if (head.startsWith("BM")) {
      return BMP;
    }
    return head.matches("(?s)P[1-6][\\s#].*") ? PNM : null;
  }

  /** Whether a file of this name should be an image. */
  static boolean isImageName(String name) {
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
