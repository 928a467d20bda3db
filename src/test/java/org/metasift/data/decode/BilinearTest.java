package org.metasift.data.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilinearTest {
  /** The image that golden/bilinear/export.py computes. */
  private static Ppm image() {
    final byte[] rgb = new byte[90 * 70 * 3];
    for (int y = 0; y < 90; y++) {
      for (int x = 0; x < 70; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[(y * 70 + x) * 3 + c] = (byte) (x * 7 + y * 13 + c * 29 + x * y % 31 * 5);
        }
      }
    }
    return new Ppm(70, 90, rgb);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 70, 90, 1034336440",
    "5, 6, 65, 84, 1231452936",
    "10.25, 20.5, 30.75, 33.125, 68732166",
    "0, 0, 32, 32, 3560132629"
  })
  void agreesWithPillowByteForByte(double x1, double y1, double x2, double y2, long expected) {
    final CRC32 crc = new CRC32();
    crc.update(Bilinear.crop(image(), x1, y1, x2, y2, 32));
    assertThat(crc.getValue()).isEqualTo(expected);
  }

  @Test
  void keepsAConstantImage() {
    final byte[] grey = new byte[17 * 11 * 3];
    Arrays.fill(grey, (byte) 255);
    assertThat(Bilinear.crop(new Ppm(17, 11, grey), 0.3, 0.7, 16.9, 10.1, 32))
        .containsOnly((byte) 255);
  }
}
