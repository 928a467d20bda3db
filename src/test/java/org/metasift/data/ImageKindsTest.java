package org.metasift.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
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
}
