package org.metasift.data.gtsrb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;

class GtsrbH5Test {
  @TempDir Path folder;

  private final Map<String, Object> content = new LinkedHashMap<>();

  @BeforeEach
  void fill() {
    content.put("X_train", bytes(5, 1));
    content.put("Y_train", oneHot(0, 42, 7, 7, 3));
    content.put("X_val", bytes(2, 2));
    content.put("Y_val", oneHot(1, 2));
    content.put("X_test", bytes(3, 3));
    content.put("Y_test", oneHot(38, 0, 5));
  }

  private static int pixel(int seed, int i, int y, int x, int c) {
    return (seed * 50 + i * 31 + y * 8 + x * 5 + c) % 256;
  }

  private static byte[][][][] bytes(int n, int seed) {
    final byte[][][][] out = new byte[n][32][32][3];
    for (int i = 0; i < n * 3072; i++) {
      out[i / 3072][i / 96 % 32][i / 3 % 32][i % 3] =
          (byte) pixel(seed, i / 3072, i / 96 % 32, i / 3 % 32, i % 3);
    }
    return out;
  }

  private static float[][][][] floats(int n, int seed) {
    final float[][][][] out = new float[n][32][32][3];
    for (int i = 0; i < n * 3072; i++) {
      out[i / 3072][i / 96 % 32][i / 3 % 32][i % 3] =
          pixel(seed, i / 3072, i / 96 % 32, i / 3 % 32, i % 3);
    }
    return out;
  }

  private static byte[][] oneHot(int... labels) {
    final byte[][] out = new byte[labels.length][43];
    for (int i = 0; i < labels.length; i++) {
      out[i][labels[i]] = 1;
    }
    return out;
  }

  /** As jHDF writes by default (in one piece), or in gzip chunks that do not divide the sizes. */
  private Path written(boolean chunked) {
    final Path path = folder.resolve("tiny.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      content.forEach(
          (name, data) -> {
            final DatasetCreationOptions.Builder options = DatasetCreationOptions.builder();
            if (data instanceof byte[][][][]) {
              options.unsigned();
            }
            if (chunked) {
              final boolean images = name.startsWith("X");
              options.chunkDimensions(images ? new int[] {2, 20, 32, 2} : new int[] {2, 6});
              options.deflate(4);
            }
            file.putDataset(name, data, options.build());
          });
    }
    return path;
  }

  private static void isTheTinySet(Split split) {
    assertThat(split.train().labels()).containsExactly(0, 42, 7, 7, 3, 1, 2);
    assertThat(split.test().labels()).containsExactly(38, 0, 5);
    assertThat(split.train().id(6)).isEqualTo("X_val[1]");
    assertThat(split.train().toString()).isEqualTo("7 images, 32 x 32 RGB, 43 classes");
    for (int i = 0; i < 3072; i++) {
      final int y = i / 96;
      final int x = i / 3 % 32;
      assertThat(split.train().pixels(4)[i]).isEqualTo((byte) pixel(1, 4, y, x, i % 3));
      assertThat(split.train().pixels(6)[i]).isEqualTo((byte) pixel(2, 1, y, x, i % 3));
      assertThat(split.test().pixels(2)[i]).isEqualTo((byte) pixel(3, 2, y, x, i % 3));
    }
  }

  @Test
  void readsChunksAndWholePieces() {
    isTheTinySet(Gtsrb.h5(written(true)));
    isTheTinySet(Gtsrb.h5(written(false)));
  }

  @Test
  void readsFloatsAndPlainLabels() {
    content.put("X_train", floats(5, 1));
    content.put("Y_train", new int[] {0, 42, 7, 7, 3});
    content.put("Y_val", new double[][] {{1}, {2}});
    final double[][] hot = new double[3][43];
    hot[0][38] = hot[1][0] = hot[2][5] = 1;
    content.put("Y_test", hot);
    isTheTinySet(Gtsrb.h5(written(false)));
  }

  @Test
  void roundsFloats() {
    final float[][][][] x = floats(5, 1);
    x[0][0][0] = new float[] {254.5f, 254.4f, 0.4f};
    content.put("X_train", x);
    assertThat(Arrays.copyOf(Gtsrb.h5(written(false)).train().pixels(0), 3))
        .containsExactly((byte) 255, (byte) 254, (byte) 0);
  }

  @Test
  void livesWithoutAValidationPart() {
    content.remove("X_val");
    content.remove("Y_val");
    final Split split = Gtsrb.h5(written(false));
    assertThat(split.train().size()).isEqualTo(5);
    assertThat(split.origin()).contains("(X_train)");
  }

  private void refused(String... words) {
    final Path path = written(false);
    assertThatThrownBy(() -> Gtsrb.h5(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(words);
  }

  @Test
  void namesAMissingPart() {
    content.remove("Y_val");
    refused("no data set 'Y_val'");
    content.remove("X_test");
    content.remove("X_val");
    refused("no data set 'X_test'");
  }

  @Test
  void namesWrongShapes() {
    content.put("X_train", new byte[5][3][32][32]);
    refused("'X_train'", "[5, 3, 32, 32]", "(n, 32, 32, 3)");
    content.put("X_train", bytes(4, 1));
    refused("4 images", "5 labels");
    content.put("X_train", bytes(5, 1));
    content.put("Y_train", new byte[5][10]);
    refused("'Y_train'", "[5, 10]", "(n, 43)");
  }

  @Test
  void roundingIsNoWrongValue() {
    final float[][][][] x = floats(5, 1);
    assertThat(x[0][0][0][0]).isEqualTo(50);
    x[4][31][31][2] = 255.001f;
    x[3][0][0][0] = -1e-6f;
    content.put("X_train", x);
    final ImageSet train = Gtsrb.h5(written(false)).train();
    assertThat(train.pixels(4)[3071]).isEqualTo((byte) 255);
    assertThat(train.pixels(3)[0]).isZero();
  }

  @Test
  void namesWrongValues() {
    final float[][][][] x = floats(5, 1);
    content.put("X_train", x);
    x[3][1][1][1] = Float.NaN;
    refused("image 3", "NaN", "0 to 255");
    x[3][1][1][1] = 256;
    refused("image 3", "256", "0 to 255");
    x[3][1][1][1] = -1;
    refused("image 3", "-1", "0 to 255");
    final float[][][][] unit = new float[5][32][32][3];
    unit[0][0][0][0] = 0.5f;
    content.put("X_train", unit);
    refused("0 to 1", "multiply by 255");
    unit[0][0][0][0] = 1.0000001f;
    unit[1][0][0][0] = 0.5f;
    refused("0 to 1", "multiply by 255");
    unit[0][0][0][0] = 1.5f;
    refused("has real numbers up to 1.5 (image 0)");
  }

  @Test
  void namesWrongLabels() {
    final byte[][] y = oneHot(0, 1, 2, 3, 4);
    content.put("Y_train", y);
    y[2][5] = 1;
    refused("row 2", "not one-hot");
    y[2] = new byte[43];
    refused("row 2", "not one-hot");
    y[2][2] = 2;
    refused("row 2", "not one-hot");
    content.put("Y_train", new int[] {0, 1, 43, 3, 4});
    refused("row 2", "43", "0 to 42");
    content.put("Y_train", new float[] {0, 1, Float.NaN, 3, 4});
    refused("row 2", "NaN");
    content.put("Y_train", new String[] {"a", "b", "c", "d", "e"});
    refused("'Y_train'", "neither whole nor real numbers");
  }

  @Test
  void refusesOtherAndTruncatedFiles() throws IOException {
    assertThatThrownBy(() -> Gtsrb.h5(folder.resolve("none.h5")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no such file");
    final Path text = Files.writeString(folder.resolve("text.h5"), "hello");
    assertThatThrownBy(() -> Gtsrb.h5(text))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("cannot be read as HDF5");
    final byte[] whole = Files.readAllBytes(written(true));
    final Path cut = folder.resolve("cut.h5");
    for (int part = 1; part < 10; part++) {
      Files.write(cut, Arrays.copyOf(whole, whole.length * part / 10));
      assertThatThrownBy(() -> Gtsrb.h5(cut))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining(cut.toString());
    }
  }

  @Test
  void damagedFilesGiveOneSentence() throws IOException {
    final byte[] chunked = Files.readAllBytes(written(true));
    final byte[] whole = Files.readAllBytes(written(false));
    final Path file = folder.resolve("damaged.h5");
    final Random random = new Random(11);
    Assertions.assertTimeout(
        Duration.ofMinutes(2),
        () -> {
          for (int round = 0; round < 400; round++) {
            final byte[] damaged = (round % 2 == 0 ? chunked : whole).clone();
            for (int k = 0; k <= random.nextInt(8); k++) {
              // the structure is at the start and at the end, the pixels between
              final int reach = random.nextInt(3) == 0 ? damaged.length : 2048;
              final int at = random.nextInt(Math.min(reach, damaged.length));
              damaged[random.nextBoolean() ? at : damaged.length - 1 - at] =
                  (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            final Throwable thrown = catchThrowable(() -> Gtsrb.h5(file));
            assertThat(thrown == null || thrown instanceof BadDataException)
                .as("round %d: %s", round, thrown)
                .isTrue();
          }
        });
  }
}
