package org.metasift.data.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Leaves of a PNG file only what its pixels need. Packed text and colour profiles, which a decoder
 * would unpack to any size, stay out.
 */
final class PngChunks {
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT");
  private static final String END = "IEND";
  private static final int SIGNATURE = 8;
  private static final int AROUND = 12; // length, type and checksum

  private PngChunks() {}

  /**
   * The file without the rest, and with its end; where its chunks are damaged, up to there. Its
   * checksums are not kept.
   */
  static byte[] pixelsOnly(byte[] png) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream(png.length + AROUND);
    out.write(png, 0, Math.min(SIGNATURE, png.length));
    int at = SIGNATURE;
    while (at <= png.length - AROUND && !type(png, at).equals(END)) {
      final int length = length(png, at);
      if (KEPT.contains(type(png, at))) {
        write(out, png, at + 4, 4 + length);
      }
      at += AROUND + length;
    }
    write(out, END.getBytes(StandardCharsets.US_ASCII), 0, 4);
    return out.toByteArray();
  }

  /**
   * Compares the checksums of the chunks that its pixels need; those of a chunk that is cut off are
   * not there.
   *
   * @throws IOException naming the chunk whose checksum differs
   */
  static void check(byte[] png) throws IOException {
    int at = SIGNATURE;
    while (at <= png.length - AROUND && !type(png, at).equals(END)) {
      final int length = length(png, at);
      if (KEPT.contains(type(png, at)) && at + AROUND + length <= png.length) {
        final CRC32 sum = new CRC32();
        sum.update(png, at + 4, 4 + length);
        if ((int) sum.getValue() != ByteBuffer.wrap(png).getInt(at + 8 + length)) {
          throw new IOException("the checksum of its %s chunk is wrong".formatted(type(png, at)));
        }
      }
      at += AROUND + length;
    }
  }

  private static void write(ByteArrayOutputStream out, byte[] from, int start, int length) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(length - 4).array());
    out.write(from, start, length);
    out.writeBytes(new byte[4]); // the decoder looks at no checksum
  }

  private static String type(byte[] png, int chunk) {
    return new String(png, chunk + 4, 4, StandardCharsets.ISO_8859_1);
  }

  /** The bytes of a chunk's data that are there. */
  private static int length(byte[] png, int chunk) {
    final int declared = ByteBuffer.wrap(png).getInt(chunk);
    final int there = png.length - chunk - 8;
    return declared < 0 || declared > there ? there : declared;
  }
}
