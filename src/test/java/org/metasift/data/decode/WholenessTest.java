package org.metasift.data.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.read.ImageSource;
import org.metasift.data.read.SampleFiles;

/** Images of which a part is missing, which their decoders would fill up. */
class WholenessTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/images");

  @TempDir Path folder;

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(GOLDEN.resolve(name));
  }

  private byte[] decode(byte[] bytes) throws Exception {
    return ImageDecoder.decode(SampleFiles.write(folder.resolve("image"), bytes), 32).pixels();
  }

  private void isRefused(byte[] bytes, String why) {
    assertThatThrownBy(() -> decode(bytes))
        .as("%d bytes", bytes.length)
        .isInstanceOf(ImageDecoder.Unusable.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline.jpg",
        "progressive.jpg",
        "cmyk.jpg",
        "lossy.webp",
        "lossless.webp",
        "animated.webp",
        "rgb.png",
        "palette.png",
        "placed.gif",
        "lzw.tif",
        "jpeg.tif"
      })
  void whatIsCutOffIsRefused(String name) throws Exception {
    final byte[] whole = golden(name);
    final int png = name.endsWith("png") ? 30 : 0; // its last bytes are no pixels
    for (final int length :
        new int[] {
          whole.length * 3 / 10,
          whole.length * 6 / 10,
          whole.length * 9 / 10,
          whole.length * 99 / 100 - png,
          whole.length - 3 - png
        }) {
      isRefused(Arrays.copyOf(whole, length), "");
    }
  }

  @ParameterizedTest
  @CsvSource({"P5 32 32 255, 1024", "P6 32 32 255, 3072", "P4 32 32, 128"})
  void portableMapsThatAreCutOffAreRefused(String head, int bytes) throws Exception {
    final byte[] start = (head + "\n").getBytes(StandardCharsets.US_ASCII);
    final byte[] whole = SampleFiles.join(start, new byte[bytes]);
    decode(whole);
    isRefused(Arrays.copyOf(whole, whole.length - 1), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg", "cmyk.jpg"})
  void aJpegThatLacksOnlyItsEndMarkerIsWhole(String name) throws Exception {
    final byte[] whole = golden(name);
    assertThat(decode(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(decode(whole));
    assertThat(decode(Arrays.copyOf(whole, whole.length - 2))).isEqualTo(decode(whole));
  }

  @Test
  void bytesAfterAnImageDoNoHarm() throws Exception {
    for (final String name : List.of("baseline.jpg", "rgb.png", "placed.gif", "lossy.webp")) {
      assertThat(decode(SampleFiles.join(golden(name), new byte[40])))
          .as(name)
          .isEqualTo(decode(golden(name)));
    }
    final byte[] jpeg = golden("baseline.jpg");
    final byte[] more = SampleFiles.join(Arrays.copyOf(jpeg, jpeg.length - 2), new byte[20]);
    more[more.length - 2] = -1;
    more[more.length - 1] = (byte) 0xd9;
    assertThat(decode(more)).as("before its end marker").isEqualTo(decode(jpeg));
  }

  @Test
  void aJpegThatWasCutOffAndClosedOrFilledIsRefused() throws Exception {
    final byte[] half = Arrays.copyOf(golden("baseline.jpg"), 780);
    isRefused(SampleFiles.join(half, new byte[] {-1, (byte) 0xd9}), "premature end of data");
    isRefused(SampleFiles.join(half, new byte[500]), "premature end of data");
  }

  @Test
  void aProgressiveJpegThatEndsBetweenItsScansIsRefused() throws Exception {
    final byte[] whole = golden("progressive.jpg");
    int scans = 0;
    for (int at = 0; at < whole.length - 1; at++) {
      if (whole[at] == -1 && whole[at + 1] == (byte) 0xda && scans++ > 0) {
        isRefused(Arrays.copyOf(whole, at), "cut off before its last scan");
      }
    }
    assertThat(scans).isGreaterThan(5);
  }

  @Test
  void aPngThatLacksOnlyItsEndIsWhole() throws Exception {
    for (final String name : List.of("rgb.png", "palette.png")) {
      final byte[] whole = golden(name);
      assertThat(decode(Arrays.copyOf(whole, whole.length - 5))).isEqualTo(decode(whole));
      assertThat(decode(Arrays.copyOf(whole, whole.length - 12))).isEqualTo(decode(whole));
    }
  }

  @Test
  void aPngWhosePixelsDifferFromTheirChecksumIsRefused() throws Exception {
    final byte[] png = golden("rgb.png");
    Arrays.fill(png, png.length / 2, png.length - 20, (byte) 0);
    isRefused(png, "the checksum of its IDAT chunk is wrong");
  }

  @Test
  void aGifThatEndsEarlyWithinItsBlocksIsRefused() throws Exception {
    final byte[] gif = golden("placed.gif");
    Arrays.fill(gif, gif.length * 8 / 10, gif.length, (byte) 0);
    isRefused(gif, "of its 14 rows are there");
  }

  @Test
  void aCutImageIsListedLeftOutAndFatalWhereNoneMayFail() throws IOException {
    final byte[] jpeg = golden("baseline.jpg");
    for (int k = 0; k < 4; k++) {
      SampleFiles.write(folder.resolve("set/" + k % 2 + "/" + k + ".jpg"), jpeg);
    }
    SampleFiles.write(folder.resolve("set/1/cut.jpg"), Arrays.copyOf(jpeg, 800));
    SampleFiles.write(folder.resolve("set/1/cut.webp"), Arrays.copyOf(golden("lossy.webp"), 370));
    final Path set = folder.resolve("set");
    SampleFiles.write(
        set.resolve("list.csv"),
        "path,label\n0/0.jpg,a\n1/1.jpg,b\n1/cut.jpg,b\n".getBytes(StandardCharsets.UTF_8));
    final ImageSource.LoadedImages loaded = ImageSource.open(set);
    assertThat(loaded.images().ids()).containsExactly("0/0.jpg", "0/2.jpg", "1/1.jpg", "1/3.jpg");
    assertThat(loaded.unreadable())
        .extracting(file -> file.file().getFileName().toString())
        .containsExactly("cut.jpg", "cut.webp");
    assertThat(loaded.warnings()).contains("images that could not be read: 2");
    assertThat(ImageSource.open(set.resolve("list.csv")).unreadable()).hasSize(1);
    assertThatThrownBy(
            () -> ImageSource.open(set, ImageSource.Settings.standard().withStrict(true)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll("cut.jpg: is damaged", "2 of 6 images cannot be read");
  }

  @Test
  void severalImagesInAFileAreTold() throws IOException {
    for (final String name : List.of("animated.gif", "pages.tif", "lossy.webp")) {
      SampleFiles.write(folder.resolve("a").resolve(name), golden(name));
      SampleFiles.write(folder.resolve("b").resolve(name), golden(name));
    }
    assertThat(ImageSource.open(folder).warnings())
        .contains("files of several images (animations, pages), of which the first is read: 4");
  }
}
