package org.metasift.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.metasift.data.read.SampleFiles.npy;
import static org.metasift.data.read.SampleFiles.values;
import static org.metasift.data.read.SampleFiles.write;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.array.Float16;

class ImageSourceArraysTest {
  private static final int SIDE = 28;
  private static final int GREY = SIDE * SIDE;
  private static final byte[] LABELS = npy("|u1", new byte[] {0, 2, 1, 2}, 4);

  @TempDir Path folder;

  private static void isWhatWasWritten(ImageSource.LoadedImages loaded, int channels) {
    final ImageSet images = loaded.images();
    assertThat(images).hasToString("4 images, 28 x 28 %s, 3 classes".formatted(name(channels)));
    assertThat(images.labels()).containsExactly(0, 2, 1, 2);
    assertThat(images.classNames()).containsExactly("0", "1", "2");
    final byte[] all = values(4 * GREY * channels);
    for (int i = 0; i < 4; i++) {
      assertThat(images.pixels(i))
          .isEqualTo(Arrays.copyOfRange(all, i * GREY * channels, (i + 1) * GREY * channels));
    }
  }

  private static String name(int channels) {
    return channels == 3 ? "RGB" : "grey";
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aPairOfNumPyFiles(int channels) {
    write(
        folder.resolve("images.npy"),
        npy("|u1", values(4 * GREY * channels), 4, SIDE, SIDE, channels));
    write(folder.resolve("labels.npy"), LABELS);
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    isWhatWasWritten(loaded, channels);
    assertThat(loaded.format()).isEqualTo("a pair of NumPy files");
    assertThat(loaded.images().id(3)).isEqualTo("images.npy[3]");
  }

  @ParameterizedTest
  @CsvSource({"true,images,labels", "false,x_train,y_train", "true,X,Y", "false,data,labels"})
  void npzPackedOrStored(boolean packed, String images, String labels) {
    final Path file = folder.resolve("set.npz");
    write(
        file,
        SampleFiles.zip(
            packed,
            Map.of(
                images + ".npy",
                npy("|u1", values(4 * GREY), 4, SIDE, SIDE),
                labels + ".npy",
                LABELS,
                "x_test.npy",
                npy("|u1", values(10), 10))));
    final ImageSource.LoadedImages loaded = ImageSource.open(file);
    isWhatWasWritten(loaded, 1);
    assertThat(loaded.images().id(0)).isEqualTo(images + "[0]");
  }

  @Test
  void namesAreChosenBySettings() {
    final Path file = folder.resolve("set.npz");
    final byte[] pixels = npy("|u1", values(4 * GREY), 4, SIDE, SIDE);
    write(file, SampleFiles.zip(true, Map.of("pics.npy", pixels, "kinds.npy", LABELS)));
    final ImageSource.Settings settings = ImageSource.Settings.standard();
    isWhatWasWritten(ImageSource.open(file, settings.withNames("pics", "kinds")), 1);
    assertThatThrownBy(() -> ImageSource.open(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("holds no arrays 'images' and 'labels'; it holds [kinds, pics]");
  }

  @Test
  void namesOfFilesMayHaveTheirEnding() {
    write(folder.resolve("x.npy"), npy("|u1", values(4 * GREY), 4, SIDE, SIDE));
    write(folder.resolve("y.npy"), LABELS);
    final ImageSource.Settings settings = ImageSource.Settings.standard();
    isWhatWasWritten(ImageSource.open(folder, settings.withNames("x.npy", "y.npy")), 1);
    isWhatWasWritten(ImageSource.open(folder, settings.withNames("x", "y.npy")), 1);
    final Path file = folder.resolve("set.npz");
    write(
        file,
        SampleFiles.zip(
            true, Map.of("x.npy", npy("|u1", values(4 * GREY), 4, SIDE, SIDE), "y.npy", LABELS)));
    isWhatWasWritten(ImageSource.open(file, settings.withNames("x.npy", "y")), 1);
  }

  @Test
  void whereAPairIsMeantItIsSaid() {
    final Path one = folder.resolve("x.npy");
    write(one, npy("|u1", values(4 * GREY), 4, SIDE, SIDE));
    assertRefused(one, "is one array; images and labels are needed, two .npy files in a folder");
    assertRefused(
        folder,
        "holds the NumPy files [x.npy], of which a pair is needed, images.npy and labels.npy");
    write(folder.resolve("images.npy"), npy("|u1", values(4 * GREY), 4, SIDE, SIDE));
    assertRefused(folder, "holds the NumPy files [images.npy, x.npy], of which a pair");
    assertThatThrownBy(
            () -> ImageSource.open(folder, ImageSource.Settings.standard().withNames("x.npy", "y")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "of which a pair is needed, x.npy and y.npy; setting 'images' and setting 'labels'");
  }

  @Test
  void planesBecomePixels() {
    final byte[] planar = new byte[4 * GREY * 3];
    final byte[] all = values(planar.length);
    for (int k = 0; k < planar.length; k++) {
      final int image = k / (3 * GREY);
      planar[image * 3 * GREY + k % 3 * GREY + k % (3 * GREY) / 3] = all[k];
    }
    write(folder.resolve("images.npy"), npy("|u1", planar, 4, 3, SIDE, SIDE));
    write(folder.resolve("labels.npy"), LABELS);
    isWhatWasWritten(ImageSource.open(folder), 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFourthChannelIsOpacityOnWhite(boolean planar) {
    final byte[] rgba = new byte[4 * GREY * 4];
    for (int i = 0; i < 4 * GREY; i++) {
      final int[] pixel = {200, 100, 0, i % GREY == 0 ? 255 : 51};
      for (int channel = 0; channel < 4; channel++) {
        final int at = planar ? i / GREY * 4 * GREY + channel * GREY + i % GREY : 4 * i + channel;
        rgba[at] = (byte) pixel[channel];
      }
    }
    write(
        folder.resolve("images.npy"),
        planar ? npy("|u1", rgba, 4, 4, SIDE, SIDE) : npy("|u1", rgba, 4, SIDE, SIDE, 4));
    write(folder.resolve("labels.npy"), LABELS);
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    assertThat(loaded.images().channels()).isEqualTo(3);
    assertThat(loaded.images().pixels(2))
        .startsWith(new byte[] {(byte) 200, 100, 0, (byte) 244, (byte) 224, (byte) 204})
        .hasSize(3 * GREY);
    assertThat(loaded.warnings()).anyMatch(warning -> warning.contains("as opacity"));
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 255})
  void realNumbersAreConvertedAndSaid(float largest) {
    final byte[] all = values(4 * GREY);
    final float[] real = new float[all.length];
    for (int k = 0; k < real.length; k++) {
      real[k] = (all[k] & 0xff) * largest / 255;
    }
    write(folder.resolve("images.npy"), npy("<f4", SampleFiles.littleFloats(real), 4, SIDE, SIDE));
    write(folder.resolve("labels.npy"), LABELS);
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    isWhatWasWritten(loaded, 1);
    assertThat(loaded.warnings())
        .anyMatch(
            warning ->
                warning.contains(
                    largest == 1 ? "multiplied by 255" : "taken as 0 to 255 and rounded"));
  }

  @ParameterizedTest
  @CsvSource({"NaN", "-0.5", "256", "Infinity"})
  void otherNumbersAreRefused(float value) {
    final float[] real = new float[4 * GREY];
    real[GREY + 7] = value;
    write(folder.resolve("images.npy"), npy("<f4", SampleFiles.littleFloats(real), 4, SIDE, SIDE));
    write(folder.resolve("labels.npy"), LABELS);
    assertRefused(folder, "image 1 has the value " + (double) value + "; 0 to 255, or 0 to 1,");
  }

  @ParameterizedTest
  @CsvSource({"8,28", "300,224", "64,64"})
  void sidesComeIntoRange(int side, int expected) {
    write(folder.resolve("images.npy"), npy("|u1", values(4 * side * side), 4, side, side));
    write(folder.resolve("labels.npy"), LABELS);
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    assertThat(loaded.images().width()).isEqualTo(expected);
    assertThat(loaded.warnings().stream().anyMatch(warning -> warning.contains("were scaled to")))
        .isEqualTo(side != expected);
    assertThat(
            ImageSource.open(folder, ImageSource.Settings.standard().withSide(40))
                .images()
                .height())
        .isEqualTo(40);
  }

  /** The values of four images as HDF5's writer takes them. */
  private static byte[][][] greyImages() {
    final byte[][][] x = new byte[4][SIDE][SIDE];
    final byte[] all = values(4 * GREY);
    for (int k = 0; k < all.length; k++) {
      x[k / GREY][k / SIDE % SIDE][k % SIDE] = all[k];
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hdf5InChunksOrInOnePiece(boolean chunked) {
    final byte[][][] x = greyImages();
    final Path path = folder.resolve("set.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      final DatasetCreationOptions.Builder options = DatasetCreationOptions.builder();
      if (chunked) {
        options.chunkDimensions(new int[] {3, 20, 28}).deflate(4);
      }
      file.putDataset("X_train", x, options.unsigned().build());
      file.putDataset(
          "Y_train",
          new double[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}},
          DatasetCreationOptions.builder().build());
    }
    isWhatWasWritten(ImageSource.open(path), 1);
  }

  @Test
  void hdf5InsideAGroup() {
    final byte[][][] x = greyImages();
    final Path path = folder.resolve("set.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      final WritableGroup train = file.putGroup("signs").putGroup("train");
      train.putDataset("pixels", x, DatasetCreationOptions.builder().unsigned().build());
      train.putDataset("kinds", new int[] {0, 2, 1, 2});
    }
    final ImageSource.Settings settings = ImageSource.Settings.standard();
    final ImageSource.LoadedImages loaded =
        ImageSource.open(path, settings.withNames("signs/train/pixels", "signs/train/kinds"));
    isWhatWasWritten(loaded, 1);
    assertThat(loaded.images().id(3)).isEqualTo("signs/train/pixels[3]");
    assertThatThrownBy(() -> ImageSource.open(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("it holds [signs/train/kinds, signs/train/pixels]");
  }

  @Test
  void hdf5GroupsInsideEachOtherHaveAnEnd() {
    final Path path = folder.resolve("set.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      WritableGroup group = file;
      for (int k = 0; k < 70; k++) {
        group = group.putGroup("g");
      }
    }
    assertThatThrownBy(() -> ImageSource.open(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has groups inside each other, 65 deep or in a circle");
  }

  @ParameterizedTest
  @CsvSource({
    "3c00,1", "c000,-2", "7bff,65504", "0001,5.9604644775390625e-8", "03ff,6.097555160522461e-5",
    "0400,6.103515625e-5", "8000,-0.0", "7c00,Infinity", "fc00,-Infinity", "7e00,NaN"
  })
  void halfPrecision(String bits, double value) {
    assertThat((Double) Float16.value((short) Integer.parseInt(bits, 16)))
        .isEqualTo((Double) value);
  }

  @Test
  void numbersOfSixteenBits() {
    final byte[] all = values(4 * GREY);
    final byte[] half = new byte[2 * all.length];
    for (int k = 0; k < all.length; k++) {
      final int value = all[k] & 0xff;
      final int exponent = 31 - Integer.numberOfLeadingZeros(value);
      final int bits = value == 0 ? 0 : ((value * 1024) >> exponent) + (exponent + 14) * 1024;
      half[2 * k] = (byte) bits;
      half[2 * k + 1] = (byte) (bits >> 8);
    }
    write(folder.resolve("images.npy"), npy("<f2", half, 4, SIDE, SIDE));
    write(folder.resolve("labels.npy"), LABELS);
    isWhatWasWritten(ImageSource.open(folder), 1);
  }

  @Test
  void idxFilesMayLieInFoldersOfTheirNames() {
    final byte[] x = SampleFiles.idx(values(4 * GREY), 4, SIDE, SIDE);
    final byte[] y = SampleFiles.idx(new byte[] {0, 2, 1, 2}, 4);
    for (final String name : List.of("train-images-idx3-ubyte", "t10k-images-idx3-ubyte")) {
      write(folder.resolve(name).resolve(name), x);
      final String labels = name.replace("images-idx3", "labels-idx1");
      write(folder.resolve(labels).resolve(labels), y);
    }
    final Path own = folder.resolve("train-images-idx3-ubyte");
    for (final Path path : List.of(folder, own, own.resolve("train-images-idx3-ubyte"))) {
      final ImageSet images = ImageSource.open(path).images();
      assertThat(images.labels()).as("%s", path).containsExactly(0, 2, 1, 2);
      assertThat(images.pixels(3)[5]).isEqualTo((byte) SampleFiles.value(3 * GREY + 5));
    }
    write(
        folder.resolve("train-images.idx3-ubyte"),
        SampleFiles.idx(values(3 * GREY), 3, SIDE, SIDE));
    write(folder.resolve("train-labels.idx1-ubyte"), SampleFiles.idx(new byte[] {1, 0, 1}, 3));
    assertThat(ImageSource.open(folder).images().labels())
        .as("the files beside")
        .containsExactly(1, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void idxFilesByFolderOrByName(String ending) {
    final byte[] x = SampleFiles.idx(values(4 * GREY), 4, SIDE, SIDE);
    final byte[] y = SampleFiles.idx(new byte[] {0, 2, 1, 2}, 4);
    final Path images = folder.resolve("train-images-idx3-ubyte" + ending);
    write(images, ending.isEmpty() ? x : SampleFiles.gzip(x));
    write(
        folder.resolve("train-labels-idx1-ubyte" + ending),
        ending.isEmpty() ? y : SampleFiles.gzip(y));
    write(folder.resolve("t10k-images-idx3-ubyte"), new byte[0]);
    isWhatWasWritten(ImageSource.open(folder), 1);
    isWhatWasWritten(ImageSource.open(images), 1);
  }

  @Test
  void aPackedFileThatDeclaresTooMuchIsRefused() {
    write(
        folder.resolve("train-images-idx3-ubyte.gz"),
        SampleFiles.gzip(SampleFiles.idx(new byte[99], 2_000_000, SIDE, SIDE)));
    write(folder.resolve("train-labels-idx1-ubyte"), SampleFiles.idx(new byte[] {0, 2, 1, 2}, 4));
    assertRefused(folder, "declares 1,568,000,000 bytes; up to");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void cifarBinary(int classes) {
    final int head = classes == 100 ? 2 : 1;
    final byte[] file = new byte[5 * (head + 3072)];
    for (int i = 0; i < 5; i++) {
      file[i * (head + 3072) + head - 1] = (byte) (i * 2);
      for (int k = 0; k < 3072; k++) {
        file[i * (head + 3072) + head + k] = (byte) SampleFiles.value(i + k);
      }
    }
    write(folder.resolve(classes == 10 ? "data_batch_1.bin" : "train.bin"), file);
    write(folder.resolve("test_batch.bin"), new byte[7]);
    write(
        folder.resolve("batches.meta.txt"),
        "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".getBytes(StandardCharsets.UTF_8));
    final ImageSet images = ImageSource.open(folder).images();
    assertThat(images.labels()).containsExactly(0, 2, 4, 6, 8);
    assertThat(images.classes()).isEqualTo(classes);
    assertThat(images.classNames().get(2)).isEqualTo(classes == 10 ? "c" : "2");
    for (int k = 0; k < 3072; k++) {
      assertThat(images.pixels(3)[k]).isEqualTo((byte) SampleFiles.value(3 + k % 3 * 1024 + k / 3));
    }
  }

  @Test
  void cifarThatIsCutOffOrHasAWrongLabelIsNamed() {
    write(folder.resolve("data_batch_1.bin"), new byte[3073 + 5]);
    assertRefused(folder, "data_batch_1.bin: has 3,078 bytes; records of 3,073 bytes each");
    final byte[] wrong = new byte[2 * 3073];
    wrong[3073] = 10;
    write(folder.resolve("data_batch_1.bin"), wrong);
    assertRefused(folder, "has label 10 in record 1; 0 to 9 are allowed");
  }

  @Test
  void labelsThatCannotBeUsedAreNamed() {
    write(folder.resolve("images.npy"), npy("|u1", values(4 * GREY), 4, SIDE, SIDE));
    final Path labels = folder.resolve("labels.npy");
    write(labels, npy("<f4", SampleFiles.littleFloats(0, 1, 1.5f, 2), 4));
    assertRefused(folder, "labels.npy: has label 1.5 in row 2; whole numbers from 0 to 999");
    write(labels, npy("<i4", ByteBuffer.allocate(16).putInt(12, -1).array(), 4));
    assertRefused(folder, "has label -1.0 in row 3");
    write(labels, npy("<U3", new byte[48], 4));
    assertRefused(folder, "labels.npy: holds texts (dtype <U3); numbers are needed: numpy.unique");
    write(labels, npy("|u1", new byte[8], 4, 2));
    assertRefused(folder, "row 0 of its labels is not one-hot");
    write(labels, npy("|u1", new byte[3], 3));
    assertRefused(folder, "holds 4 images, but there are 3 labels");
    write(labels, npy("|u1", new byte[4], 4));
    assertRefused(folder, "has 1 class; 2 to 1,000 are allowed");
    write(labels, npy("|u1", new byte[] {2, 2, 2, 2}, 4));
    assertRefused(folder, "has images of class '2' only");
  }

  @Test
  void shapesThatCannotBeUsedAreNamed() {
    write(folder.resolve("labels.npy"), LABELS);
    final Path images = folder.resolve("images.npy");
    write(images, npy("|u1", values(4 * 10), 4, 10));
    assertRefused(folder, "has shape (4, 10); images must be (n, height, width)");
    write(images, npy("|u1", values(4 * 90), 4, 3, 10, 3));
    assertRefused(folder, "and only one of these");
    write(images, npy("|u1", values(50), 4, 10_000, 10_000));
    assertRefused(folder, "an image may have 1 to 64 million pixels");
    write(images, npy("|u1", values(50), 4, SIDE, SIDE));
    assertRefused(folder, "is truncated");
    write(images, npy("<c8", values(50), 4, SIDE, SIDE));
    assertRefused(folder, "has dtype <c8; whole numbers");
  }

  private static void assertRefused(Path path, String problem) {
    assertThatThrownBy(() -> ImageSource.open(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(problem);
  }
}
