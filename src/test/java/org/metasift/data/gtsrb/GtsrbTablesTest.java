package org.metasift.data.gtsrb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;
import org.metasift.data.Split;
import org.metasift.data.decode.Bilinear;
import org.metasift.data.decode.Ppm;
import org.metasift.data.read.ImageSource;
import org.metasift.data.read.SampleFiles;

/** A few computed images in the layout with Train.csv and Test.csv. */
class GtsrbTablesTest {
  private static final String HEADER = "Width,Height,Roi.X1,Roi.Y1,Roi.X2,Roi.Y2,ClassId,Path\n";

  @TempDir Path folder;

  @BeforeEach
  void fill() {
    image("Train/0/00000_00000_00000.png", 40, 50, 1);
    image("Train/20/00020_00000_00000.png", 33, 34, 2);
    image("Test/00000.png", 50, 60, 3);
    image("Meta/0.png", 32, 32, 4);
    text(
        "Train.csv",
        HEADER
            + "33,34,0,0,33,34,20,Train/20/00020_00000_00000.png\n"
            + "40,50,4,5,36,37,0,Train/0/00000_00000_00000.png\n");
    text("Test.csv", HEADER + "50,60,5,5,45,55,38,Test/00000.png\n");
    text("Meta.csv", "Path,ClassId,ShapeId,ColorId,SignId\nMeta/0.png,0,1,0,1\n");
  }

  private void image(String name, int width, int height, int seed) {
    SampleFiles.write(
        folder.resolve(name), SampleFiles.encoded(picture(width, height, seed), "png"));
  }

  private static BufferedImage picture(int width, int height, int seed) {
    return SampleFiles.picture(width, height, BufferedImage.TYPE_INT_RGB, seed);
  }

  private void text(String name, String content) {
    SampleFiles.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sign(BufferedImage image, double x1, double y1, double x2, double y2) {
    final byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int k = 0; k < rgb.length; k++) {
      final int p = k / 3;
      rgb[k] =
          (byte) (image.getRGB(p % image.getWidth(), p / image.getWidth()) >> (16 - 8 * (k % 3)));
    }
    return Bilinear.crop(new Ppm(image.getWidth(), image.getHeight(), rgb), x1, y1, x2, y2, 32);
  }

  private static void isTheTinySet(Split split) {
    assertThat(split.train().labels()).containsExactly(20, 0);
    assertThat(split.train().ids())
        .containsExactly("Train/20/00020_00000_00000.png", "Train/0/00000_00000_00000.png");
    assertThat(split.train().classNames()).isEqualTo(Gtsrb.CLASS_NAMES);
    assertThat(split.train().pixels(1)).isEqualTo(sign(picture(40, 50, 1), 4, 5, 36, 37));
    assertThat(split.test().labels()).containsExactly(38);
    assertThat(split.test().pixels(0)).isEqualTo(sign(picture(50, 60, 3), 5, 5, 45, 55));
    assertThat(split.origin()).contains("2 training and 1 test images");
  }

  @Test
  void signsAreCroppedAndLabelledByTheTables() {
    isTheTinySet(Gtsrb.shared(folder));
    isTheTinySet(Gtsrb.find(folder, null).orElseThrow());
    isTheTinySet(Gtsrb.at(folder).orElseThrow());
    isTheTinySet(Gtsrb.at(folder.resolve("Train.csv")).orElseThrow());
  }

  @Test
  void namesMayBeInSmallLetters() throws IOException {
    for (final String name : new String[] {"Train", "Test", "Train.csv", "Test.csv"}) {
      Files.move(folder.resolve(name), folder.resolve(name.toLowerCase(java.util.Locale.ROOT)));
    }
    isTheTinySet(Gtsrb.shared(folder));
    text("Train/other.txt", "x");
    isTheTinySet(Gtsrb.shared(folder));
  }

  @Test
  void asImagesItIsItsTrainingPart() {
    for (final Path path : new Path[] {folder, folder.resolve("Train.csv")}) {
      final ImageSource.LoadedImages loaded = ImageSource.open(path);
      assertThat(loaded.images().labels()).containsExactly(20, 0);
      assertThat(loaded.warnings())
          .contains("of GTSRB the training images are read, not the test images");
    }
    assertThatThrownBy(() -> ImageSource.open(folder, ImageSource.Settings.standard().withSide(64)))
        .hasMessageContaining("is GTSRB, which is read with a side of 32 only");
  }

  @Test
  void theTestPartMayBeMissingWhereItIsNotNeeded() throws IOException {
    Files.delete(folder.resolve("Test.csv"));
    final Split split = Gtsrb.at(folder).orElseThrow();
    assertThat(split.train().size()).isEqualTo(2);
    assertThat(split.test().size()).isZero();
    assertThat(split.origin()).contains("2 training and no test images");
    assertThatThrownBy(() -> Gtsrb.shared(folder)).hasMessageContaining("holds no Test.csv");
    assertThatThrownBy(() -> Gtsrb.find(folder, null)).hasMessageContaining("holds no Test.csv");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() -> Gtsrb.at(folder.resolve("Test.csv")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("lists the test images of GTSRB; give its folder");
    text("Test.csv", HEADER + "50,60,5,5,45,55,38,Test/00009.png\n");
    assertThatThrownBy(() -> Gtsrb.at(folder)).hasMessageContaining("00009.png: does not exist");
    text("Test.csv", HEADER + "50,60,5,5,45,55,38,../Test/00000.png\n");
    assertThatThrownBy(() -> Gtsrb.at(folder)).hasMessageContaining("line 2 names no .png file");
    text("Test.csv", "path,label\nTest/00000.png,1\n");
    assertThatThrownBy(() -> Gtsrb.at(folder)).hasMessageContaining("names the columns Path,Width");
  }
}
