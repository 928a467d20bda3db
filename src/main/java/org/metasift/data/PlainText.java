package org.metasift.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Text files as people and spreadsheets save them: UTF-8, or UTF-16, which is recognised by its
 * byte order mark or by the zeros in it. A byte that does not fit is an error and never replaced:
 * two different names would become one.
 */
public final class PlainText {
  private static final int LOOKED_AT = 4096;

  private PlainText() {}

  /**
   * All of a file, without its byte order mark.
   *
   * @param most bytes that it may have
   * @throws BadDataException when it cannot be read, is larger, or is not such text; the message
   *     names the line
   */
  public static String read(Path file, int most) {
    return decode(bytes(file, most), file);
  }

  /**
   * As above, in other characters where it is not such text: for callers that know what it must
   * say.
   *
   * @param otherwise a character for each byte
   */
  public static String read(Path file, int most, Charset otherwise) {
    final byte[] bytes = bytes(file, most);
    try {
      return unmarked(charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (final CharacterCodingException e) {
      return new String(bytes, otherwise);
    }
  }

  private static byte[] bytes(Path file, int most) {
    final byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new BadDataException(file, "is larger than %,d MiB".formatted(most >> 20));
      }
    } catch (final IOException e) {
      throw BadDataException.unreadable(file, e);
    }
    return bytes;
  }

  /**
   * As above, of bytes that were read.
   *
   * @param shown the path for messages
   */
  public static String decode(byte[] bytes, Path shown) {
    final Charset charset = charset(bytes);
    final ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      final String text = charset.newDecoder().decode(in).toString();
      if (text.indexOf('\0') >= 0) {
        throw new BadDataException(shown, "is not text: it holds bytes of 0");
      }
      return unmarked(text);
    } catch (final CharacterCodingException e) {
      throw misfit(shown, bytes, charset, e);
    }
  }

  private static String unmarked(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static BadDataException misfit(
      Path shown, byte[] bytes, Charset charset, CharacterCodingException cause) {
    final CharsetDecoder decoder = charset.newDecoder();
    final ByteBuffer in = ByteBuffer.wrap(bytes);
    final CharBuffer out = CharBuffer.allocate(LOOKED_AT);
    long line = 1;
    CoderResult result;
    do {
      result = decoder.decode(in, out, true);
      line += out.flip().chars().filter(c -> c == '\n').count();
      out.clear();
    } while (result.isOverflow());
    return new BadDataException(
        shown,
        "line %d holds the byte %02X, which is not %s there; save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8')"
            .formatted(line, in.get(), charset),
        cause);
  }

  /** By the first two bytes, else by which bytes of the first pairs are 0; else UTF-8. */
  private static Charset charset(byte[] bytes) {
    if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
      return StandardCharsets.UTF_16LE;
    }
    if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
      return StandardCharsets.UTF_16BE;
    }
    final int[] zeros = new int[2];
    final byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, LOOKED_AT));
    for (int k = 0; k < first.length; k++) {
      zeros[k % 2] += first[k] == 0 ? 1 : 0;
    }
    // text is mostly ASCII where it has separators, paths and numbers
    if (zeros[1] > first.length / 4 && zeros[0] == 0) {
      return StandardCharsets.UTF_16LE;
    }
    return zeros[0] > first.length / 4 && zeros[1] == 0
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }
}
