package org.metasift.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.data.read.PngFolders;

/** What a folder is read as. */
class DataSourceTest {
  private static final ImageSet LEARNED = TinyImages.of(28, 3, 1, 4, 3, 5);
  private static final ImageSet JUDGED = TinyImages.of(28, 3, 2, 2, 2, 2);

  @TempDir Path folder;

  private DataSource.LoadedData load() {
    return DataSource.of(folder.toString()).load();
  }

  @ParameterizedTest
  @CsvSource({
    "train, test",
    "training, testing",
    "Train, Test",
    "Training, Testing",
    "TRAIN, TEST",
    "train, val",
    "train, valid",
    "Train, Validation"
  })
  void partsAreKnownByTheirNames(String train, String test) {
    PngFolders.write(LEARNED, folder.resolve(train));
    PngFolders.write(JUDGED, folder.resolve(test));
    final DataSource.LoadedData loaded = load();
    assertThat(loaded.split().train().size()).isEqualTo(12);
    assertThat(loaded.split().test().size()).isEqualTo(6);
    assertThat(loaded.split().train().classNames()).isEqualTo(LEARNED.classNames());
    assertThat(loaded.split().origin()).startsWith(train + "/: 12 images").contains(test + "/: 6");
    assertThat(DataSource.of(folder.toString()).training()).isEqualTo(folder.resolve(train));
    assertThatThrownBy(
            () -> DataSource.of(folder.toString()).checkOutside(folder.resolve(test + "/out")))
        .hasMessageContaining("would be read as a class");
  }

  @Test
  void furtherPartsAreTold() {
    PngFolders.write(LEARNED, folder.resolve("train"));
    PngFolders.write(JUDGED, folder.resolve("test"));
    PngFolders.write(LEARNED, folder.resolve("val"));
    assertThat(load().split().test().size()).isEqualTo(6);
    assertThat(load().warnings()).contains("further parts of the data, not read: val");
  }

  @Test
  void gtsrbWithoutItsTestPartIsThereToLearnFrom() throws IOException {
    final Path images = Files.createDirectories(folder.resolve("Final_Training/Images/00003"));
    Files.writeString(
        images.resolve("GT-00003.csv"),
        "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\na.ppm;2;2;0;0;2;2;3\n");
    Files.writeString(images.resolve("a.ppm"), "P6 2 2 255\n0123456789ab");
    final DataSource.LoadedData loaded = load();
    assertThat(loaded.split().train().labels()).containsExactly(3);
    assertThat(loaded.warnings()).singleElement().asString().contains("without its test images");
    assertThatThrownBy(() -> loaded.checkTest(DataSource.of(folder.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no test images")
        .hasMessageContaining("GTSRB with its test part");
  }

  @Test
  void aPartAloneIsNamed() {
    PngFolders.write(LEARNED, folder.resolve("Train"));
    assertThatThrownBy(this::load)
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("holds whole parts of a data set, [Train]; open one of them");
  }
}
