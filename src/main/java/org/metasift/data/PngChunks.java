package org.metasift.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Leaves of a PNG file only what its pixels need. Packed text and colour profiles, which a decoder
 * would unpack to any size, stay out.
 */
final class PngChunks {
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "eXIf", "IEND");
  private static final int SIGNATURE = 8;
  private static final int AROUND = 12; // length, type and checksum

  private PngChunks() {}

  /** The file without the rest; where its chunks are damaged, up to there. */
  static byte[] pixelsOnly(byte[] png) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream(png.length);
    out.write(png, 0, Math.min(SIGNATURE, png.length));
    int at = SIGNATURE;
    while (at <= png.length - AROUND) {
      final int length = ByteBuffer.wrap(png).getInt(at);
      final int end =
          length < 0 || length > png.length - at - AROUND ? png.length : at + AROUND + length;
      if (KEPT.contains(new String(png, at + 4, 4, StandardCharsets.ISO_8859_1))) {
        out.write(png, at, end - at);
      }
      at = end;
    }
    return out.toByteArray();
  }
}
