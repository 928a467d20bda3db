package org.metasift.data.decode;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The kinds of image files that are read, recognised by their first bytes. */
public enum ImageKind {
  PNG,
  JPEG,
  BMP,
  GIF,
  WEBP,
  PNM,
  TIFF;

  private static final Set<String> ENDINGS =
      Set.of(
          "png", "jpg", "jpeg", "jpe", "jfif", "bmp", "dib", "gif", "webp", "ppm", "pgm", "pbm",
          "pnm", "tif", "tiff");

  /** The kinds by their usual names. */
  public static final String NAMES = "PNG, JPEG, BMP, GIF, WebP, PNM or TIFF";

  /** Endings of images of other kinds. */
  private static final Set<String> OTHERS =
      Set.of(
          "avif", "avifs", "heic", "heif", "hif", "jxl", "jp2", "j2k", "jpx", "jxr", "psd", "svg",
          "svgz", "ico", "tga", "exr", "hdr", "pcx", "qoi", "xcf", "eps", "dng", "cr2", "cr3",
          "nef", "arw", "raw", "raf", "orf", "rw2", "dcm", "pfm", "pam", "apng");

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
    } else if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return TIFF;
    } else if (head.startsWith("II+\0") || head.startsWith("MM\0+")) {
      return TIFF; // BigTIFF
    } else if (head.startsWith("BM")) {
      return BMP;
    }
    return head.matches("(?s)P[1-6][\\s#].*") ? PNM : null;
  }

  /** Whether a file of this name should be an image. */
  public static boolean isImageName(String name) {
    return ENDINGS.contains(ending(name));
  }

  /** Whether a file of this name should be an image of a kind that is not read. */
  public static boolean isOtherImageName(String name) {
    return OTHERS.contains(ending(name));
  }

  /** What follows the last dot of a file's name, in small letters; empty where there is none. */
  public static String ending(String name) {
    final int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
