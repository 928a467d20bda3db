package org.metasift.data.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Pillow wrote, against the pixels that Pillow reads: golden/images/export.py. */
class ImageKindsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/images");

  @ParameterizedTest
  @CsvSource({
    "lossy.webp, 3197339971",
    "alpha.webp, 3345132585",
    "lossless.webp, 1053713610",
    "animated.webp, 456744987",
    "placed.webp, 932118294",
    "placed_alpha.webp, 1149460701",
    "animated.gif, 1287189144",
    "placed.gif, 2087766198",
    "placed_clear.gif, 3993809589",
    "lzw.tif, 1053713610",
    "jpeg.tif, 2642709717",
    "turned.tif, 3342536054",
    "pages.tif, 1287189144",
    "baseline.jpg, 907238302",
    "progressive.jpg, 907238302",
    "palette.png, 1736810521",
    "rgb.png, 131388382"
  })
  void pixelsAreThoseOfPillow(String name, long expected) throws Exception {
    final ImageDecoder.Square read = ImageDecoder.decode(GOLDEN.resolve(name), 32);
    final CRC32 crc = new CRC32();
    crc.update(read.pixels());
    assertThat(crc.getValue()).isEqualTo(expected);
    assertThat(new int[] {read.width(), read.height()}).containsExactly(32, 32);
  }

  @ParameterizedTest
  @CsvSource({
    "animated.webp, true",
    "animated.gif, true",
    "pages.tif, true",
    "lossy.webp, false",
    "placed.gif, false",
    "lzw.tif, false",
    "baseline.jpg, false"
  })
  void filesOfSeveralImagesAreKnown(String name, boolean several) throws Exception {
    assertThat(ImageDecoder.decode(GOLDEN.resolve(name), 32).followed()).isEqualTo(several);
  }

  @ParameterizedTest
  @ValueSource(strings = {"placed.gif", "placed.webp"})
  void aCanvasIsMeasuredNotThePictureOnIt(String name) throws Exception {
    assertThat(ImageDecoder.shorterSide(GOLDEN.resolve(name))).isEqualTo(32);
  }

  @Test
  void samplesWithoutAKnownRangeAreRefused() {
    assertThatThrownBy(() -> ImageDecoder.decode(GOLDEN.resolve("float.tif"), 32))
        .hasMessage(
            "has samples of 32 bits, floats or signed; whole numbers of 8 or 16 bits are read");
  }

  /** Numbers that the decoder would take for unsigned grey levels, in silence. */
  @ParameterizedTest
  @CsvSource({"1, 1, ''", "1, 2, samples of 8 bits", "8, 1, Lab colours"})
  void whatATiffsNumbersMeanIsAsked(int colours, int format, String refused, @TempDir Path folder)
      throws Exception {
    final Path file = Files.write(folder.resolve("a.tif"), tiff(colours, format));
    if (refused.isEmpty()) {
      assertThat(ImageDecoder.decode(file, 28).pixels()).containsOnly(7);
    } else {
      assertThatThrownBy(() -> ImageDecoder.decode(file, 28))
          .isInstanceOf(ImageDecoder.Unusable.class)
          .hasMessageContaining(refused);
    }
  }

  /** 28 x 28 grey levels of 7, with what they are said to be. */
  private static byte[] tiff(int colours, int format) {
    final int[][] tags = {
      {256, 28},
      {257, 28},
      {258, 8},
      {259, 1},
      {262, colours},
      {273, 8},
      {277, 1},
      {278, 28},
      {279, 784},
      {339, format}
    };
    final ByteBuffer out = ByteBuffer.allocate(8 + 784 + 2 + 12 * tags.length + 4);
    out.order(ByteOrder.LITTLE_ENDIAN).put(new byte[] {'I', 'I', 42, 0}).putInt(8 + 784);
    for (int k = 0; k < 784; k++) {
      out.put((byte) 7);
    }
    out.putShort((short) tags.length);
    for (final int[] tag : tags) {
      final boolean isLong = tag[0] == 273 || tag[0] == 279;
      out.putShort((short) tag[0]).putShort((short) (isLong ? 4 : 3)).putInt(1).putInt(tag[1]);
    }
    return out.array();
  }
}
