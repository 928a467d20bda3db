package org.metasift.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.metasift.data.read.SampleFiles.encoded;
import static org.metasift.data.read.SampleFiles.picture;
import static org.metasift.data.read.SampleFiles.write;

import java.awt.image.BufferedImage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;

/** Lists of images as spreadsheets, other systems and other programs write them. */
class ManifestTest {
  private static final String THREE_CLASSES =
      "path,label\npics/a.png,Bär\npics/b.png,Bör\npics/c.png,Gut\n";

  @TempDir Path folder;

  private Path list(String text, Charset charset) {
    int seed = 0;
    for (final String name : new String[] {"pics/a", "pics/b", "pics/c", "#d"}) {
      final BufferedImage image = picture(28, 28, BufferedImage.TYPE_INT_RGB, seed++);
      write(folder.resolve(name + ".png"), encoded(image, "png"));
    }
    return write(folder.resolve("list.csv"), text.getBytes(charset));
  }

  private ImageSource.LoadedImages open(String text) {
    return ImageSource.open(list(text, StandardCharsets.UTF_8));
  }

  @Test
  void aPathMayBeginWithAnyCharacter() {
    final ImageSet images = open("path,label\n#d.png,#1\npics/a.png,2\n").images();
    assertThat(images.ids()).containsExactly("#d.png", "pics/a.png");
    assertThat(images.classNames()).containsExactly("#1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
  void charactersAreThoseOfTheFile(String charset) {
    final Charset used = Charset.forName(charset);
    for (final String start : new String[] {"", "\ufeff"}) {
      final ImageSet images = ImageSource.open(list(start + THREE_CLASSES, used)).images();
      assertThat(images.classNames()).as(start).containsExactly("Bär", "Bör", "Gut");
      assertThat(images.ids()).hasSize(3);
    }
  }

  @Test
  void otherCharactersAreRefusedByTheirLine() {
    assertRefused(
        list(THREE_CLASSES, Charset.forName("windows-1252")),
        "list.csv: line 2 holds the byte E4, which is not UTF-8 there; save the file as UTF-8");
    write(folder.resolve("list.csv"), new byte[] {'p', 'a', 0, 't', 'h'});
    assertRefused(folder.resolve("list.csv"), "is not text: it holds bytes of 0");
  }

  @Test
  void aLineFarDownIsNamed() {
    final String lines = "pics/a.png,1\n".repeat(5000);
    final Path list =
        list("path,label\n" + lines + "pics/b.png,Bär\n", StandardCharsets.ISO_8859_1);
    assertRefused(list, "line 5002 holds the byte E4");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void fieldsAreSeparatedAsSpreadsheetsDo(String separator) {
    final String text =
        "label|\"Path\"|note\n\"a; b, c\"|pics/a.png|x\nd|pics/b.png|\n".replace("|", separator);
    final ImageSet images = open(text.replace("\n", "\r\n")).images();
    assertThat(images.classNames()).containsExactly("a; b, c", "d");
    assertThat(images.ids()).containsExactly("pics/a.png", "pics/b.png");
  }

  @Test
  void backslashesBecomeSlashesWhereSuchAFileIsThere() {
    final ImageSource.LoadedImages loaded =
        open("path,label\npics\\a.png,1\npics\\b.png,2\npics/c.png,2\npics\\none.png,2\n");
    assertThat(loaded.images().ids()).containsExactly("pics/a.png", "pics/b.png", "pics/c.png");
    assertThat(loaded.warnings()).contains("paths with backslashes, read with slashes: 2");
    assertThat(loaded.unreadable()).hasSize(1);
  }

  @Test
  void aFileWithABackslashInItsNameIsThatFile() {
    final BufferedImage image = picture(28, 28, BufferedImage.TYPE_INT_RGB, 99);
    write(folder.resolve("pics\\a.png"), encoded(image, "png"));
    final ImageSource.LoadedImages loaded = open("path,label\npics\\a.png,1\npics/a.png,2\n");
    assertThat(loaded.images().ids()).containsExactly("pics\\a.png", "pics/a.png");
    assertThat(loaded.images().pixels(0)).isNotEqualTo(loaded.images().pixels(1));
    assertThat(loaded.warnings()).noneMatch(warning -> warning.contains("backslashes"));
  }

  @Test
  void settingsNameColumns() {
    final Path list =
        list(
            "file,coarse,fine,label\npics/a.png,x,p,1\npics/b.png,y,p,2\npics/c.png,x,q,2\n",
            StandardCharsets.UTF_8);
    final ImageSource.Settings usual = ImageSource.Settings.standard();
    final ImageSet coarse = ImageSource.open(list, usual.withNames("file", "coarse")).images();
    assertThat(coarse.labels()).containsExactly(0, 1, 0);
    final ImageSet fine = ImageSource.open(list, usual.withNames("File", "fine")).images();
    assertThat(fine.labels()).containsExactly(0, 0, 1);
    final ImageSet plain =
        ImageSource.open(list, usual.withNames("file", usual.labelsName())).images();
    assertThat(plain.classNames()).containsExactly("1", "2");
    assertThatThrownBy(() -> ImageSource.open(list, usual.withNames("file", "finest")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "the columns file and finest; it begins with file,coarse,fine,label (setting 'images' and setting 'labels' name");
  }

  @Test
  void labelsThatAreNumbersCountAsNumbers() {
    final String lines =
        IntStream.range(0, 12)
            .mapToObj(k -> "pics/a.png,%d.0\n".formatted(11 - k))
            .collect(Collectors.joining());
    final ImageSource.LoadedImages loaded = open("path,label\n" + lines);
    final ImageSet images = loaded.images();
    assertThat(images.classNames().subList(0, 4)).containsExactly("0.0", "1.0", "2.0", "3.0");
    assertThat(images.label(0)).isEqualTo(11);
    assertThat(images.indicesOf(2)).as("--target 2").containsExactly(9);
    assertThat(loaded.warnings()).noneMatch(warning -> warning.contains("counted from 0"));
  }

  @ParameterizedTest
  @CsvSource({"1,2,class 0 is '1'", "0,5,class 1 is '5'", "1,1.0,class 0 is '1'"})
  void numbersThatAreNotTheClassesOwnAreTold(String one, String two, String said) {
    final ImageSource.LoadedImages loaded =
        open("path,label\npics/a.png,%s\npics/b.png,%s\n".formatted(one, two));
    assertThat(loaded.images().classes()).isEqualTo(2);
    assertThat(loaded.warnings())
        .contains("classes are counted from 0 in their order, whatever their names: " + said);
  }

  @Test
  void aTableOfPixelsIsToldWhatItIs() {
    final String header =
        IntStream.range(0, 784)
            .mapToObj(k -> ",pixel" + k)
            .collect(Collectors.joining("", "label", "\n"));
    final Path list = list(header + "5" + ",0".repeat(784) + "\n", StandardCharsets.UTF_8);
    assertRefused(list, "is a table of pixels (785 columns), not a list of images; save its");
  }

  private static void assertRefused(Path path, String problem) {
    assertThatThrownBy(() -> ImageSource.open(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(problem);
  }
}
