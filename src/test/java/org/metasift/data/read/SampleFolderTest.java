package org.metasift.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;

/** Image folders that the program writes: PNG for PNG, and the untidy sample. */
class SampleFolderTest {
  @TempDir private Path folder;

  @Test
  void imagesWrittenAsPngAreReadPixelForPixel() {
    final ImageSet images = TinyImages.of(28, 3, 1, 4, 3, 5);
    PngFolders.write(images, folder.resolve("png"));
    final ImageSet read = ImageSource.open(folder.resolve("png")).images();
    assertThat(read.classNames()).isEqualTo(images.classNames());
    assertThat(read.size()).isEqualTo(12);
    for (int k = 0; k < read.size(); k++) {
      final int i = Integer.parseInt(read.id(k).replaceAll("^.*/|\\.png$", ""));
      assertThat(read.pixels(k)).isEqualTo(images.pixels(i));
      assertThat(read.label(k)).isEqualTo(images.label(i));
    }
  }

  @Test
  void classesThatWouldShareAFolderAreRefused() {
    final ImageSet images = TinyImages.of(28, 1, 1, 1, 1);
    final ImageSet named =
        ImageSet.of(
            new byte[2 * 28 * 28],
            images.labels(),
            ImageShape.square(28, 1),
            List.of("a/b", "a:b"),
            images.ids());
    assertThatThrownBy(() -> PngFolders.write(named, folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a/b, a:b]");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theSampleIsUntidyInTheWaysItSays() throws Exception {
    final Path sample = SampleFolder.make(folder.resolve("sample"), 0);
    final ImageSource.LoadedImages data = ImageSource.open(sample);
    assertThat(data.unreadable()).hasSize(1);
    assertThat(data.toString())
        .contains("could not be read: 1", "no images by their names: 1")
        .contains(
            "1 class has fewer than 20 images, too few to tell odd ones from others: speed limit 20")
        .contains("exact copies of earlier images: 12, of them with another label: 12");
    final int few = data.images().classNames().indexOf("speed limit 20");
    assertThat(data.images().indicesOf(few)).hasSize(SampleFolder.FEW);
    assertThat(SampleFolder.misplaced(data.images().ids()))
        .hasSize(SampleFolder.MOVED + SampleFolder.COPIED)
        .contains("keep right/priority road 0000.png", "keep right/yield 0011.png")
        .noneMatch(id -> id.startsWith("no passing"));
    madeOnce(sample);
  }

  private static void madeOnce(Path sample) throws Exception {
    final Path file = sample.resolve("stop/stop 0000.png");
    final FileTime made = Files.getLastModifiedTime(file);
    SampleFolder.make(sample, 0);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(made);
    assertThatThrownBy(() -> SampleFolder.make(sample, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("holds other files; name a new folder");
  }
}
