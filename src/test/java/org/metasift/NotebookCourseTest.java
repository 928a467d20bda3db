package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.metasift.compute.NotebookOptions;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.TinyImages;
import org.metasift.lab.Plan;

/**
 * The notebooks are one course: the index page shows them in their order, each begins with the same
 * head and leads to its neighbours, and every picture in them has a caption.
 */
class NotebookCourseTest {
  private static final Path NOTEBOOKS = Path.of("notebooks");
  private static final String SOLUTIONS = "lab_solutions.ipynb";
  private static final Pattern CARD =
      Pattern.compile(
          "<a href=\"(\\w+\\.ipynb)\"><img src=\"images/\\w+\\.png\".*?\\*\\*\\[(.*?)\\]\\(\\1\\)\\*\\* · "
              + "(.*?)\n",
          Pattern.DOTALL);
  private static final Pattern PICTURE = Pattern.compile("!\\[([^\\]]+)\\]\\((images/[^)]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final long MOST_BYTES = 60_000;

  @Test
  void theIndexShowsEveryNotebookOnce() throws IOException {
    assertThat(course()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(files());
    for (int k = 0; k < cards().size(); k++) {
      final MatchResult card = cards().get(k);
      assertThat(card.group(2)).startsWith(k + 1 + ". ");
      assertThat(head(card.group(1))).contains("\n# " + card.group(2));
      if (card.group(3).matches("\\d+ minutes")) {
        assertThat(head(card.group(1))).contains("**It takes** " + card.group(3));
      }
    }
  }

  @Test
  void everyNotebookBeginsWithTheSameHeadAndAPicture() throws IOException {
    for (final String name : files()) {
      final String head = head(name);
      assertThat(head)
          .as(name)
          .containsSubsequence(
              "\n# ", "![", "* **You learn** ", "* **It takes** ", "* **You need** ")
          .contains("two cores");
      final MatchResult picture = PICTURE.matcher(head).results().findFirst().orElseThrow();
      final Path file = NOTEBOOKS.resolve(picture.group(2));
      assertThat(Files.size(file)).as(file.toString()).isLessThan(MOST_BYTES);
      assertThat(ImageIO.read(file.toFile()).getWidth()).as(file.toString()).isEqualTo(800);
    }
  }

  @Test
  void everyNotebookLeadsToItsNeighboursAtItsHeadAndItsEnd() throws IOException {
    final List<String> course = course();
    for (int k = 0; k < course.size(); k++) {
      final List<JsonNode> cells = cells(course.get(k));
      for (final String text :
          List.of(head(course.get(k)).split("\n", 2)[0], source(cells.get(cells.size() - 1)))) {
        assertThat(text).as(course.get(k)).contains("[all notebooks](README.md)");
        if (k > 0) {
          assertThat(text).containsPattern("(?i)previous: .*\\(" + course.get(k - 1) + "\\)");
        }
        if (k + 1 < course.size()) {
          assertThat(text).containsPattern("next: .*\\(" + course.get(k + 1) + "\\)");
        }
      }
    }
  }

  @Test
  void theQuickStartsStepsAreTellable() throws IOException {
    String heading = "";
    final Map<String, Integer> cells = new LinkedHashMap<>();
    for (final JsonNode cell : cells("quick_start.ipynb")) {
      final Matcher found = HEADING.matcher(source(cell));
      if (cell.path("cell_type").asText().equals("code")) {
        cells.merge(heading, 1, Integer::sum);
      } else if (found.find()) {
        heading = found.group(1);
      }
    }
    assertThat(cells)
        .hasSizeGreaterThan(9)
        .allSatisfy((name, count) -> assertThat(count).as(name).isLessThan(3));
  }

  @Test
  void theQuickStartNamesTheBudgetOfBothOfItsRuns() throws IOException {
    final ImageSet images = TinyImages.of(32, 3, 1, 600, 600);
    final Split split = new Split(images, images, "");
    assertThat(head("quick_start.ipynb"))
        .contains(
            "8 poisoned images in %,d (here with `--quick`: in %,d);"
                .formatted(
                    Plan.of(split, new NotebookOptions(false, 0, "")).budget(),
                    Plan.of(split, new NotebookOptions(true, 0, "")).budget()));
  }

  @Test
  void everyPictureHasACaption() throws IOException {
    int pictures = 0;
    for (final String name : files()) {
      final List<JsonNode> cells = cells(name);
      for (int k = 0; k < cells.size(); k++) {
        if (drawsAPicture(cells.get(k))) {
          pictures++;
          assertThat(source(cells.get(k + 1)))
              .as("%s, after cell %d", name, k)
              .startsWith("> **What to see.** ");
        }
      }
    }
    assertThat(pictures).isGreaterThan(40);
  }

  @Test
  void whoTellsClaimsAnnouncesThem() throws IOException {
    int claiming = 0;
    for (final String name : files()) {
      final JsonNode notebook = new ObjectMapper().readTree(NOTEBOOKS.resolve(name).toFile());
      final boolean tells =
          cells(name).stream()
              .filter(cell -> cell.path("cell_type").asText().equals("code"))
              .anyMatch(cell -> source(cell).contains("NotebookClaims.tell("));
      assertThat(notebook.at("/metadata/metasift/claims").asBoolean()).as(name).isEqualTo(tells);
      claiming += tells ? 1 : 0;
    }
    assertThat(claiming).isEqualTo(5);
  }

  private static boolean drawsAPicture(JsonNode cell) {
    for (final JsonNode output : cell.path("outputs")) {
      if (output.path("data").has("image/png")) {
        return true;
      }
    }
    return false;
  }

  private static List<MatchResult> cards() throws IOException {
    return CARD.matcher(Files.readString(NOTEBOOKS.resolve("README.md"))).results().toList();
  }

  /** The notebooks in their order, the solutions last. */
  private static List<String> course() throws IOException {
    return Stream.concat(cards().stream().map(card -> card.group(1)), Stream.of(SOLUTIONS))
        .toList();
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".ipynb"))
          .toList();
    }
  }

  private static String head(String notebook) throws IOException {
    return source(cells(notebook).get(0));
  }

  private static List<JsonNode> cells(String notebook) throws IOException {
    final List<JsonNode> cells = new ArrayList<>();
    new ObjectMapper()
        .readTree(NOTEBOOKS.resolve(notebook).toFile())
        .path("cells")
        .forEach(cells::add);
    return cells;
  }

  private static String source(JsonNode cell) {
    final StringBuilder text = new StringBuilder();
    cell.path("source").forEach(line -> text.append(line.asText()));
    return text.toString();
  }
}
