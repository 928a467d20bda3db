package org.metasift.data.gtsrb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;
import org.metasift.data.Split;
import org.metasift.data.decode.Bilinear;
import org.metasift.data.decode.Ppm;

/** Trees of a few computed images in the official layout, unpacked and zipped. */
class GtsrbTreeTest {
  private static final String HEADER =
      "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\r\n";

  @TempDir Path folder;

  private final Map<String, byte[]> training = new TreeMap<>();
  private final Map<String, byte[]> testImages = new TreeMap<>();
  private final Map<String, byte[]> testLabels = new TreeMap<>();

  @BeforeEach
  void fill() {
    final String train = "GTSRB/Final_Training/Images/";
    training.put(train + "00000/00000_00000.ppm", ppm(40, 50, 1));
    training.put(train + "00000/00000_00001.ppm", ppm(32, 32, 2));
    training.put(
        train + "00000/GT-00000.csv",
        text(
            HEADER
                + "00000_00000.ppm;40;50;4;5;36;37;0\r\n"
                + "00000_00001.ppm;64;64;8;8;56;56;0\r\n"));
    training.put(train + "00042/00000_00000.ppm", ppm(33, 34, 3));
    training.put(
        train + "00042/GT-00042.csv", text(HEADER + "00000_00000.ppm;33;34;0;0;33;34;42\r\n"));
    training.put(train + "Readme.txt", text("not a class"));
    testImages.put("GTSRB/Final_Test/Images/00000.ppm", ppm(50, 60, 4));
    testImages.put("GTSRB/Final_Test/Images/GT-final_test.test.csv", text("no labels here"));
    testLabels.put("GT-final_test.csv", text(HEADER + "00000.ppm;50;60;5;5;45;55;38\n"));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ppm(int width, int height, int seed) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text("P6\n# made by a test\n%d %d\n255\n".formatted(width, height)));
    for (int i = 0; i < 3 * width * height; i++) {
      out.write(i * 7 + seed * 40);
    }
    return out.toByteArray();
  }

  private Path unpacked() throws IOException {
    final Map<String, byte[]> all = new TreeMap<>(training);
    all.putAll(testImages);
    testLabels.forEach((name, bytes) -> all.put("GTSRB/Final_Test/" + name, bytes));
    for (final Map.Entry<String, byte[]> file : all.entrySet()) {
      final Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return folder;
  }

  private Path zipped() throws IOException {
    zip("GTSRB_Final_Training_Images.zip", training);
    zip("GTSRB_Final_Test_Images.zip", testImages);
    zip("GTSRB_Final_Test_GT.zip", testLabels);
    return folder;
  }

  private void zip(String name, Map<String, byte[]> content) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (final Map.Entry<String, byte[]> file : content.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
  }

  private static void isTheTinySet(Split split) {
    assertThat(split.train().labels()).containsExactly(0, 0, 42);
    assertThat(split.train().ids())
        .containsExactly("00000/00000_00000.ppm", "00000/00000_00001.ppm", "00042/00000_00000.ppm");
    assertThat(split.test().labels()).containsExactly(38);
    assertThat(split.train().classNames()).hasSize(43);
    assertThat(split.origin()).contains("3 training and 1 test images").contains("39,209");
  }

  @Test
  void readsTheTreeFromEitherFolder() throws IOException {
    isTheTinySet(Gtsrb.official(unpacked()));
    isTheTinySet(Gtsrb.official(folder.resolve("GTSRB")));
  }

  @Test
  void readsTheZipFilesAlike() throws IOException {
    final String fromZips = Gtsrb.official(zipped()).train().fingerprint();
    isTheTinySet(Gtsrb.official(folder));
    for (final String zip : GtsrbForm.OFFICIAL) {
      Files.delete(folder.resolve(zip));
    }
    assertThat(Gtsrb.official(unpacked()).train().fingerprint()).isEqualTo(fromZips);
  }

  @Test
  void readsTheSmallerTrainingArchive() throws IOException {
    final Map<String, byte[]> fixed = new TreeMap<>();
    training.forEach((k, v) -> fixed.put(k.replace("Final_Training/Images", "Training"), v));
    zip("GTSRB-Training_fixed.zip", fixed);
    zip("GTSRB_Final_Test_Images.zip", testImages);
    zip("GTSRB_Final_Test_GT.zip", testLabels);
    isTheTinySet(Gtsrb.official(folder));
  }

  @Test
  void cutsOutTheSign() throws IOException {
    // the first image's region is 32 x 32 pixels of the file: nothing to scale
    final byte[] cut = Gtsrb.official(unpacked()).train().pixels(0);
    for (int i = 0; i < cut.length; i++) {
      final int y = 5 + i / 96;
      final int x = 4 + i / 3 % 32;
      assertThat(cut[i]).isEqualTo((byte) (((y * 40 + x) * 3 + i % 3) * 7 + 40));
    }
  }

  @Test
  void scalesTheRegionWithTheFile() throws IOException {
    // the second file has half the annotated size: its region is (4, 4) to (28, 28)
    final byte[] file = ppm(32, 32, 2);
    final byte[] rgb = Arrays.copyOfRange(file, file.length - 3072, file.length);
    assertThat(Gtsrb.official(unpacked()).train().pixels(1))
        .isEqualTo(Bilinear.crop(new Ppm(32, 32, rgb), 4, 4, 28, 28, 32));
  }

  @Test
  void findsWhatIsThere() throws IOException {
    assertThat(Gtsrb.find(folder, null)).isEmpty();
    assertThat(Gtsrb.find(folder.resolve("nowhere"), null)).isEmpty();
    isTheTinySet(Gtsrb.find(unpacked(), "").orElseThrow());
    isTheTinySet(Gtsrb.find(Path.of("nowhere"), folder.toString()).orElseThrow());
    assertThatThrownBy(() -> Gtsrb.find(folder, "nowhere"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("METASIFT_DATASETS");
    Files.writeString(folder.resolve("gtsrb_dataset.h5"), "broken");
    assertThatThrownBy(() -> Gtsrb.find(folder, null))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("HDF5");
  }

  @Test
  void theTestPartMayBeMissingWhereItIsNotNeeded() throws IOException {
    zip("GTSRB_Final_Training_Images.zip", training);
    final Split split = Gtsrb.at(folder).orElseThrow();
    assertThat(split.train().labels()).containsExactly(0, 0, 42);
    assertThat(split.test().size()).isZero();
    assertThat(split.origin()).contains("3 training and no test images");
    zip("GTSRB_Final_Test_Images.zip", testImages);
    assertThat(Gtsrb.at(folder).orElseThrow().test().size()).as("no labels").isZero();
  }

  @Test
  void aFolderNamedTrainingIsNotYetGtsrb() throws IOException {
    Files.createDirectories(folder.resolve("Training/00000"));
    assertThat(Gtsrb.at(folder)).isEmpty();
    Files.createFile(folder.resolve("Training/00000/GT-00000.csv"));
    assertThat(GtsrbTree.presentIn(folder)).isTrue();
  }

  private void refused(Path where, String... words) {
    assertThatThrownBy(() -> Gtsrb.official(where))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll(words);
  }

  private void trainingFile(String name, byte[] content) {
    training.put("GTSRB/Final_Training/Images/" + name, content);
  }

  @Test
  void namesAMissingPart() throws IOException {
    refused(folder, "training images", "GTSRB_Final_Training_Images.zip");
    zip("GTSRB_Final_Training_Images.zip", training);
    refused(folder, "test images", "GTSRB_Final_Test_Images.zip");
    zip("GTSRB_Final_Test_Images.zip", testImages);
    refused(folder, "test labels", "GTSRB_Final_Test_GT.zip");
    Files.write(folder.resolve("GTSRB_Final_Test_GT.zip"), text("PK, but not a zip file"));
    refused(folder, "GTSRB_Final_Test_GT.zip", "not a whole zip file");
    training.remove("GTSRB/Final_Training/Images/00042/00000_00000.ppm");
    refused(zipped(), "zip!", "00042", "00000_00000.ppm", "missing");
  }

  @Test
  void namesABadImage() throws IOException {
    final String name = "00042/00000_00000.ppm";
    for (final String bad :
        List.of(
            "P5\n3 3\n255\n", "P6\n0 3\n255\n", "P6\n99999999999 3\n255\n", "P6\n3", "P6", "")) {
      trainingFile(name, text(bad));
      refused(unpacked(), "00000_00000.ppm");
    }
    trainingFile(name, text("P6 3 3 65535 "));
    refused(unpacked(), "65535", "only 255");
    trainingFile(name, Arrays.copyOf(ppm(33, 34, 3), 1000));
    refused(unpacked(), "cut off", "33 x 34");
  }

  @Test
  void namesABadRow() throws IOException {
    final String csv = "00042/GT-00042.csv";
    final Map<String, String> rows = new TreeMap<>();
    rows.put("00000_00000.ppm;33;34;0;0;34;34;42", "leaves the 33 x 34 image");
    rows.put("00000_00000.ppm;33;34;9;0;9;34;42", "empty");
    rows.put("00000_00000.ppm;33;34;0;0;33;34;43", "class 43");
    rows.put("00000_00000.ppm;33;34;0;0;33;34;41", "its folder is 00042");
    rows.put("00000_00000.ppm;33;34;0;0;33", "column Roi.Y2");
    rows.put("00000_00000.ppm;x;34;0;0;33;34;42", "column Width");
    rows.put("../00000/00000_00000.ppm;33;34;0;0;33;34;42", "names no .ppm file");
    for (final Map.Entry<String, String> row : rows.entrySet()) {
      trainingFile(csv, text(HEADER + row.getKey() + "\n"));
      refused(unpacked(), "GT-00042.csv", row.getValue());
    }
    trainingFile(csv, text("Filename,Width\n"));
    refused(unpacked(), "columns");
  }

  @Test
  void damagedFilesGiveOneSentence() throws IOException {
    final List<Path> files = new ArrayList<>();
    zipped();
    for (final String zip : GtsrbForm.OFFICIAL) {
      files.add(folder.resolve(zip));
    }
    final Random random = new Random(5);
    for (int round = 0; round < 600; round++) {
      final Path file = files.get(round % files.size());
      final byte[] whole = Files.readAllBytes(file);
      final byte[] damaged = whole.clone();
      for (int k = 0; k <= random.nextInt(4); k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      final Throwable thrown = catchThrowable(() -> Gtsrb.official(folder));
      assertThat(thrown == null || thrown instanceof BadDataException)
          .as("round %d: %s", round, thrown)
          .isTrue();
      Files.write(file, whole);
    }
  }

  @Test
  void damagedImagesAndTablesGiveOneSentence() throws IOException {
    unpacked();
    final Path images = folder.resolve("GTSRB/Final_Training/Images/00042");
    final List<Path> files =
        List.of(images.resolve("00000_00000.ppm"), images.resolve("GT-00042.csv"));
    final Random random = new Random(6);
    for (int round = 0; round < 600; round++) {
      final Path file = files.get(round % 2);
      final byte[] whole = Files.readAllBytes(file);
      final byte[] damaged = whole.clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        damaged[random.nextInt(Math.min(100, damaged.length))] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      final Throwable thrown = catchThrowable(() -> Gtsrb.official(folder));
      assertThat(thrown == null || thrown instanceof BadDataException)
          .as("round %d: %s", round, thrown)
          .isTrue();
      Files.write(file, whole);
    }
  }
}
