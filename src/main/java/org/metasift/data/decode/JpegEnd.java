package org.metasift.data.decode;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells a JPEG file that lacks nothing but its end marker from one that was cut off, as far as its
 * markers tell; what is missing within a scan, the decoder finds out.
 */
final class JpegEnd {
  private static final int SCAN = 0xda;
  private static final int END = 0xd9;
  private static final int COEFFICIENTS = 64;
  private static final int FILLED = 16; // zeros at the end, as a broken download leaves them

  private final byte[] jpeg;
  private final Map<Integer, int[]> missing = new HashMap<>(); // component: low bits not yet there
  private boolean progressive;

  private JpegEnd(byte[] jpeg) {
    this.jpeg = jpeg;
  }

  /**
   * The file with an end marker.
   *
   * @return the same array where it has one
   * @throws IOException when whole scans are missing
   */
  static byte[] mended(byte[] jpeg) throws IOException {
    final JpegEnd file = new JpegEnd(jpeg);
    if (file.hasEnd()) {
      return jpeg;
    }
    if (file.missing.values().stream().anyMatch(bits -> Arrays.stream(bits).anyMatch(b -> b > 0))) {
      throw new IOException("it is cut off before its last scan");
    }
    int length = jpeg.length;
    while (length > 0 && jpeg[length - 1] == 0) {
      length--;
    }
    length = jpeg.length - length < FILLED ? jpeg.length : length;
    final byte[] ended = Arrays.copyOf(jpeg, length + 2);
    ended[length] = (byte) 0xff;
    ended[length + 1] = (byte) END;
    return ended;
  }

  /** Goes through the markers, up to the end marker. */
  private boolean hasEnd() {
    int at = 2;
    while (at + 1 < jpeg.length) {
      final int marker = value(at + 1);
      if (value(at) != 0xff || marker == 0xff) {
        at++;
      } else if (marker == END) {
        return true;
      } else if (marker <= 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2; // a data byte, a restart, or nothing
      } else {
        note(marker, at + 4);
        at += 2 + (value(at + 2) << 8 | value(at + 3));
      }
    }
    return false;
  }

  private void note(int marker, int at) {
    final boolean frame = marker >= 0xc0 && marker <= 0xc2;
    if (frame) {
      progressive = marker == 0xc2;
      for (int k = 0; k < value(at + 5); k++) {
        final int[] all = new int[COEFFICIENTS];
        Arrays.fill(all, 99);
        missing.put(value(at + 6 + 3 * k), all);
      }
    } else if (marker == SCAN) {
      final int components = value(at);
      final int last = at + 1 + 2 * components;
      for (int k = 0; k < components; k++) {
        final int[] bits = missing.get(value(at + 1 + 2 * k));
        final int from = progressive ? value(last) : 0;
        final int to = progressive ? value(last + 1) : COEFFICIENTS - 1;
        for (int c = from; bits != null && c <= Math.min(to, COEFFICIENTS - 1); c++) {
          bits[c] = progressive ? value(last + 2) & 15 : 0;
        }
      }
    }
  }

  private int value(int position) {
    return position < jpeg.length ? jpeg[position] & 255 : 0;
  }
}
