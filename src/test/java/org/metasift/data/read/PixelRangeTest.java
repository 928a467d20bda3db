package org.metasift.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.metasift.data.read.SampleFiles.npy;
import static org.metasift.data.read.SampleFiles.values;
import static org.metasift.data.read.SampleFiles.write;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;

/** Numbers that are no bytes, and how the bytes come out of them. */
class PixelRangeTest {
  private static final int GREY = 28 * 28;
  private static final byte[] LABELS = npy("|u1", new byte[] {0, 2, 1, 2}, 4);

  @TempDir Path folder;

  /** The values of four images, over what is one; two are replaced. */
  private static double[] numbers(double one, double first, double last) {
    final byte[] all = values(4 * GREY);
    final double[] numbers = new double[all.length];
    for (int k = 0; k < all.length; k++) {
      numbers[k] = (all[k] & 0xff) / one;
    }
    numbers[0] = first;
    numbers[numbers.length - 1] = last;
    return numbers;
  }

  private static byte[] encoded(String dtype, double... numbers) {
    final int bytes = dtype.charAt(2) - '0';
    final ByteBuffer out =
        ByteBuffer.allocate(bytes * numbers.length)
            .order(dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (final double number : numbers) {
      if (bytes == 8) {
        out.putDouble(number);
      } else {
        out.putFloat((float) number);
      }
    }
    return npy(dtype, out.array(), 4, 28, 28);
  }

  private ImageSource.LoadedImages open(String form, double... numbers) {
    if (form.equals("h5")) {
      final float[][][] cube = new float[4][28][28];
      for (int k = 0; k < numbers.length; k++) {
        cube[k / GREY][k / 28 % 28][k % 28] = (float) numbers[k];
      }
      final Path path = folder.resolve("set.h5");
      try (WritableHdfFile file = HdfFile.write(path)) {
        file.putDataset("images", cube);
        file.putDataset("labels", new int[] {0, 2, 1, 2});
      }
      return ImageSource.open(path);
    }
    final byte[] images = encoded(form.substring(0, 3), numbers);
    if (form.endsWith(" npz")) {
      return ImageSource.open(
          write(
              folder.resolve("set.npz"),
              SampleFiles.zip(true, Map.of("images.npy", images, "labels.npy", LABELS))));
    }
    write(folder.resolve("images.npy"), images);
    write(folder.resolve("labels.npy"), LABELS);
    return ImageSource.open(folder);
  }

  private static void isExactBut(ImageSet images, int first, int last) {
    final byte[] expected = values(4 * GREY);
    expected[0] = (byte) first;
    expected[expected.length - 1] = (byte) last;
    for (int i = 0; i < 4; i++) {
      assertThat(images.pixels(i))
          .isEqualTo(Arrays.copyOfRange(expected, i * GREY, (i + 1) * GREY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f4", ">f4", "<f8", ">f8", "<f4 npz", "h5"})
  void roundingDoesNotChangeTheRange(String form) {
    final ImageSource.LoadedImages unit = open(form, numbers(255, -1e-6, 1.0000001));
    isExactBut(unit.images(), 0, 255);
    assertThat(unit.warnings())
        .contains("pixels from 0 to 1 were multiplied by 255 and rounded")
        .anyMatch(
            said -> said.matches("numbers just outside 0 to 1 .*: 2, from -.*E-[67] to 1\\.0.*"))
        .filteredOn(said -> said.contains("just outside"))
        .hasSize(1);
    final ImageSource.LoadedImages all = open(form, numbers(1, -1e-6, 255.001));
    isExactBut(all.images(), 0, 255);
    assertThat(all.warnings())
        .anyMatch(
            said -> said.matches("numbers just outside 0 to 255 .*: 2, from -.* to 255\\.0.*"));
  }

  @Test
  void whatLiesInsideIsNotToldAsClipped() {
    assertThat(open("<f4", numbers(255, 0, 1)).warnings())
        .noneMatch(said -> said.contains("just outside"));
    assertThat(open("<f4", numbers(1, 0, 255)).warnings())
        .noneMatch(said -> said.contains("just outside"));
  }

  @Test
  void halfPrecisionRoundsMore() {
    final byte[] halves = new byte[8 * GREY];
    for (int k = 0; k < 4 * GREY; k += 2) {
      halves[2 * k + 1] = 0x3c; // 1
    }
    halves[0] = 1; // 1.00098
    halves[2] = 0x11; // -1.01e-6
    halves[3] = (byte) 0x80;
    write(folder.resolve("images.npy"), npy("<f2", halves, 4, 28, 28));
    write(folder.resolve("labels.npy"), LABELS);
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    assertThat(loaded.images().pixels(0)).startsWith((byte) 255, (byte) 0, (byte) 255, (byte) 0);
    assertThat(loaded.warnings()).anyMatch(said -> said.contains("just outside 0 to 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "255,0,1.1,'has real numbers up to 1.1 (image 3), too far above 1 for rounding'",
    "255,0,7.5,'has real numbers up to 7.5 (image 3)'",
    "255,-0.002,1,'image 0 has the value -0.002; 0 to 255, or 0 to 1'",
    "255,-0.4,1.5,'image 0 has the value -0.4; 0 to 255, or 0 to 1'",
    "1,-0.6,255,'image 0 has the value -0.6'",
    "1,0,255.5,'image 3 has the value 255.5'"
  })
  void whatIsInNeitherRangeIsRefused(double one, double first, double last, String said) {
    assertThatThrownBy(() -> open("<f8", numbers(one, first, last)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(said);
  }

  @Test
  void theEndsOfTheMarginAreTheEndsOfTheRange() {
    isExactBut(open("<f8", numbers(255, -0.0019, 1.00196)).images(), 0, 255);
    isExactBut(open("<f8", numbers(1, -0.4999, 255.4999)).images(), 0, 255);
  }

  @Test
  void onlyZerosAndOnesAreTold() {
    final double[] dark = new double[4 * GREY];
    dark[5] = 1;
    final ImageSource.LoadedImages real = open("<f4", dark);
    assertThat(real.images().pixels(0)[5]).isEqualTo((byte) 255);
    assertThat(real.warnings())
        .contains(
            "pixels from 0 to 1 were multiplied by 255 and rounded; all are 0 or 1, black or white then");
    final byte[] bytes = new byte[4 * GREY];
    bytes[5] = 1;
    write(folder.resolve("images.npy"), npy("|u1", bytes, 4, 28, 28));
    final ImageSource.LoadedImages whole = ImageSource.open(folder);
    assertThat(whole.images().pixels(0)[5]).isEqualTo((byte) 1);
    assertThat(whole.warnings())
        .anyMatch(said -> said.startsWith("no byte of the images is above 1"));
    bytes[GREY] = 2;
    write(folder.resolve("images.npy"), npy("|u1", bytes, 4, 28, 28));
    assertThat(ImageSource.open(folder).warnings())
        .noneMatch(said -> said.startsWith("no byte of the images"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "1,4", "4,1", "4,1,1,1", "1,4,1", "1,1,4"})
  void labelsMayHaveAxesOfLengthOne(String shape) {
    final long[] axes = Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray();
    write(folder.resolve("images.npy"), npy("|u1", values(4 * GREY), 4, 28, 28));
    write(folder.resolve("labels.npy"), npy("|u1", new byte[] {0, 2, 1, 2}, axes));
    assertThat(ImageSource.open(folder).images().labels()).containsExactly(0, 2, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({"'4,3,2',24", "'2,2,1001',4004", "'4,0',0"})
  void labelsOfOtherShapesAreNamed(String shape, int count) {
    final long[] axes = Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray();
    write(folder.resolve("images.npy"), npy("|u1", values(4 * GREY), 4, 28, 28));
    write(folder.resolve("labels.npy"), npy("|u1", new byte[count], axes));
    assertThatThrownBy(() -> ImageSource.open(folder))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "has labels of shape (" + shape.replace(",", ", ") + "); (n), (n, 1)");
  }
}
