package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.data.array.NpyImages;
import org.metasift.data.read.ImageSource;

/** The verb data, without a network: what it writes, and what it says to wrong input. */
class DataTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @AfterEach
  void silence() {
    Progress.showOn(Progress.Display.silent());
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void signsAreWrittenWithASheetOfThem() throws IOException {
    final Path to = folder.resolve("new/signs");
    assertThat(run("data", "signs", "--small", "--seed", "3", "--to", to.toString())).isZero();
    assertThat(err.toString()).isEmpty();
    final ImageSet train = read(to.resolve("train"));
    assertThat(train.size()).isBetween(2_800, 3_200);
    assertThat(train.channels()).isEqualTo(3);
    assertThat(Arrays.stream(train.classCounts()).min().orElse(0)).isGreaterThanOrEqualTo(25);
    assertThat(out.toString())
        .contains("small set, seed 3", "train: " + train, "test: " + read(to.resolve("test")));
    assertThat(ImageIO.read(to.resolve("contact_sheet.png").toFile()).getHeight())
        .isGreaterThan(43 * 64);
    assertThat(run("data", "signs", "--small", "--to", to.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(to + " is not empty; name a new folder");
  }

  @Test
  void signsAreWrittenAsPngFolders() {
    final Path to = folder.resolve("png");
    assertThat(run("data", "signs", "--small", "--png", "--to", to.toString())).isZero();
    final ImageSet test = ImageSource.open(to.resolve("test")).images();
    assertThat(test.classes()).isEqualTo(43);
    assertThat(test.classNames()).contains("keep right").isSorted();
    assertThat(out.toString()).contains("test: %,d images".formatted(test.size()));
  }

  private static ImageSet read(Path part) {
    return NpyImages.read(
        part.resolve(NpyImages.IMAGES), part.resolve(NpyImages.LABELS), TinyImages.names(43));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "data, metasift data: name the data: gtsrb or signs.",
        "data sings, sings",
        "data signs, metasift data signs: Missing required option: '--to=DIR'",
        "data signs --to x --seed -1, metasift data signs: --seed is -1; 0 to 1000000 is allowed",
        "data signs --to x --seed many, 'many' is not a whole number",
        "data gtsrb --form there, --form"
      })
  void wrongInputIsOneSentence(String line, String said) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString().strip()).contains(said).doesNotContain("\n", "\tat ");
    assertThat(out.toString()).isEmpty();
    assertThat(Path.of("x")).doesNotExist();
  }

  @Test
  void aFileWhereAFolderIsNeededIsNamed() throws IOException {
    final Path file = Files.writeString(folder.resolve("file"), "x");
    for (final String kind : new String[] {"gtsrb", "signs"}) {
      err.getBuffer().setLength(0);
      assertThat(run("data", kind, "--to", file.toString())).isEqualTo(2);
      assertThat(err.toString().strip())
          .isEqualTo("metasift data " + kind + ": " + file + ": is a file; a folder is needed");
      err.getBuffer().setLength(0);
      assertThat(run("data", kind, "--to", file.resolve("below").toString())).isEqualTo(2);
      assertThat(err.toString().strip())
          .isEqualTo(
              "metasift data "
                  + kind
                  + ": "
                  + file.resolve("below")
                  + ": this folder cannot be made");
    }
  }

  @Test
  void theUsualFolderIsThatOfTheEnvironment() {
    assertThat(Data.DownloadGtsrb.usualFolder(null)).isEqualTo(Path.of("datasets"));
    assertThat(Data.DownloadGtsrb.usualFolder(" ")).isEqualTo(Path.of("datasets"));
    assertThat(Data.DownloadGtsrb.usualFolder("/d")).isEqualTo(Path.of("/d"));
  }

  @Test
  void everyVerbExplainsItself() {
    for (final String verb : new String[] {"info", "data", "data gtsrb", "data signs"}) {
      out.getBuffer().setLength(0);
      assertThat(run((verb + " --help").split(" "))).isZero();
      assertThat(out.toString()).contains("Usage: metasift " + verb);
    }
  }
}
