package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metasift.data.BadDataException;

/** Raters' files, as the page and the artifact write them, and damaged ones. */
class AnswersTest {
  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    final Path file = folder.resolve("anna.csv");
    Files.writeString(file, content);
    return file;
  }

  @Test
  void whatThePageDownloadsComesBack() throws IOException {
    final Answers given = new Answers("anna", Arrays.asList(true, null, false, true));
    assertThat(given.csv()).isEqualTo("picture,answer\n1,yes\n3,no\n4,yes\n");
    assertThat(Answers.read(file(given.csv()), 4)).isEqualTo(given);
    assertThat(given.answered()).isEqualTo(3);
    assertThat(
            Answers.read(file("\uFEFF\"Picture\", \"Answer\"\r\n\"3\",\"NO\"\r\n\r\n"), 4).calls())
        .containsExactly(null, null, false, null);
  }

  @Test
  void theArtifactsColumnIsTaken() throws IOException {
    assertThat(Answers.read(file("1\n0\n1\n"), 3).calls()).containsExactly(true, false, true);
    assertThat(Answers.read(file("result\n0\n0\n1"), 3).calls())
        .containsExactly(false, false, true);
    assertThat(Answers.read(file("0.png,1\n1.png,0\n"), 2).calls()).containsExactly(true, false);
  }

  @Test
  void theArtifactsSpreadsheetIsTaken() throws IOException {
    final Path file = folder.resolve("anna.xlsx");
    sheet(file, 1, 0, 1);
    assertThat(Answers.read(file, 3)).isEqualTo(new Answers("anna", List.of(true, false, true)));
    sheet(file, 1, 7, 1);
    assertThatThrownBy(() -> Answers.read(file, 3))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("line 3 answers '7'");
    assertThat(Answers.read(file, 1).calls()).containsExactly(true);
  }

  /** As the artifact's: the truth in column A, answers in column B, a note beside them. */
  private static void sheet(Path file, int... answers) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      final Worksheet sheet = book.newWorksheet("Sheet1");
      sheet.value(0, 0, "Ground truth");
      sheet.value(0, 1, "Human inspection");
      sheet.value(1, 4, "FPR:");
      for (int k = 0; k < answers.length; k++) {
        sheet.value(k + 1, 0, 1);
        sheet.value(k + 1, 1, answers[k]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "picture,answer|1,yes|2,maybe; line 3 answers 'maybe'",
        "picture,answer|1,yes|1,no; line 3 answers picture 1 a second time",
        "picture,answer|5,yes; line 2 names picture 5",
        "picture,answer|x,yes; line 2 is 'x,yes'",
        "picture,answer|1; line 2 is '1'",
        "1|0|2|1; line 3 answers '2'",
        "1|0; ends at line 2 after 2 answers",
        "1|0|1|1|0; line 5 is one answer too many"
      })
  void aDamagedFileIsToldByItsLine(String content, String sentence) throws IOException {
    final Path file = file(content.replace('|', '\n'));
    assertThatThrownBy(() -> Answers.read(file, 4))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("anna.csv")
        .hasMessageContaining(sentence);
  }

  @Test
  void aSpreadsheetsSemicolonsAndCharactersAreRead() throws IOException {
    final Path file = folder.resolve("anna.csv");
    final List<Boolean> calls = Arrays.asList(true, null, false, null);
    Files.writeString(file, "\ufeff\"picture\";\"answer\"\r\n3;no\r\n1;yes\r\n");
    assertThat(Answers.read(file, 4).calls()).isEqualTo(calls);
    Files.writeString(file, "picture\tanswer\n3\tno\n1\tyes\n", StandardCharsets.UTF_16);
    assertThat(Answers.read(file, 4).calls()).isEqualTo(calls);
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    final Path file = folder.resolve("a.csv");
    Files.write(file, new byte[] {'1', '\n', (byte) 0xff, '0', '\n'});
    assertThatThrownBy(() -> Answers.read(file, 4))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("line 2 holds the byte FF, which is not UTF-8");
    assertThatThrownBy(() -> Answers.read(folder.resolve("none.csv"), 4))
        .hasMessageContaining("does not exist");
    final Path sheet = folder.resolve("a.xlsx");
    Files.write(sheet, new byte[] {80, 75, 3, 4, 0});
    assertThatThrownBy(() -> Answers.read(sheet, 4))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is not a spreadsheet");
  }

  @Test
  void aPickAnswersForThePicturesThatItHolds() {
    final Study study = Study.draw(StudyTest.SET, 20, 0.25, 1);
    final int[] picked = Arrays.copyOf(study.places(), 5);
    assertThat(Answers.ofPick("dcm", study, picked).calls())
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(k -> k < 5).toList());
  }

  @Test
  void aSimulatedRaterErrsAsOftenAsStated() {
    final Study study = Study.draw(StudyTest.SET, 120, 0.25, 1);
    final Answers perfect = Answers.simulated("p", study, 0, 0, 1);
    assertThat(StudyScore.of(study, perfect)).isEqualTo(new StudyScore("p", 30, 0, 90, 0));
    final Answers wrong = Answers.simulated("w", study, 1, 1, 1);
    assertThat(StudyScore.of(study, wrong)).isEqualTo(new StudyScore("w", 30, 30, 90, 90));
    final StudyScore some = StudyScore.of(study, Answers.simulated("s", study, 0.5, 0.2, 3));
    assertThat(some.missed()).isBetween(6, 24);
    assertThat(some.falseAlarms()).isBetween(5, 35);
  }
}
