package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every relative link and picture of the documentation and of the notebooks' texts leads somewhere:
 * the file is there, and so is the heading where an anchor names one.
 */
class LinkTest {
  private static final int MOST_LINES = 100;
  private static final int MOST_COLUMNS = 110;

  private static final Pattern FENCE =
      Pattern.compile("^ *(```|~~~).*?^ *\\1 *$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern INLINE = Pattern.compile("\\]\\(<?([^)\\s>]+)>?[^)]*\\)");
  private static final Pattern DEFINED =
      Pattern.compile("^ {0,3}\\[([^\\]]+)\\]: *<?([^\\s>]+)", Pattern.MULTILINE);
  private static final Pattern REFERENCE = Pattern.compile("\\]\\[([^\\]\n]+)\\]");
  private static final Pattern HEADING =
      Pattern.compile("^#{1,6} +(.*?) *#* *$", Pattern.MULTILINE);
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*|//.*");

  @TempDir private Path folder;

  @Test
  void everyRelativeLinkLeadsToAFileAndItsHeading() throws IOException {
    final List<String> broken = new ArrayList<>();
    int links = 0;
    for (final Path page : pages()) {
      links += targets(text(page)).size();
      broken.addAll(brokenIn(page));
    }
    assertThat(broken).isEmpty();
    assertThat(links).as("links found").isGreaterThan(100);
  }

  @Test
  void everyPageOfTheDocumentationIsInItsIndex() throws IOException {
    final Path docs = Path.of("docs");
    final Path index = docs.resolve("README.md");
    final Set<Path> listed = new HashSet<>();
    for (final String target : targets(text(index))) {
      listed.add(docs.resolve(target.replaceFirst("#.*", "")).normalize());
    }
    try (Stream<Path> files = Files.walk(docs)) {
      assertThat(
              files.filter(
                  file -> isPage(file) && file.toString().endsWith(".md") && !file.equals(index)))
          .isNotEmpty()
          .allSatisfy(page -> assertThat(listed).contains(page));
    }
  }

  @Test
  void theFirstPageIsShort() throws IOException {
    final List<String> lines = Files.readAllLines(Path.of("README.md"));
    assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(MOST_COLUMNS));
  }

  @Test
  void brokenLinksAreFound() throws IOException {
    Files.writeString(
        folder.resolve("there.md"), "# What it is, and how\n\n## Twice\n\n## Twice\n");
    Files.writeString(
        folder.resolve("page.ipynb"),
        """
        {"cells": [
          {"cell_type": "markdown", "source": ["[a](there.md)\\n", "![b](none.png)"]},
          {"cell_type": "code", "source": "[c](none.md)"}
        ]}
        """);
    final Path page =
        Files.writeString(
            folder.resolve("page.md"),
            """
            # Own
            [a](there.md) [b](there.md#what-it-is-and-how) [c](there.md#twice-1) [d](#own)
            [e](https://example.org/none.md) `[f](none.md)` [g][here] [h](there.md "a title")
            [i](none.md) ![j](none.png) [k](there.md#none) [l](#none) [m][nowhere] [n][gone]

            ```sh
            [o](none.md)
            # no heading
            ```

            [p](#no-heading)

            [here]: there.md#twice
            [gone]: gone.md
            """);
    assertThat(brokenIn(page))
        .containsExactlyInAnyOrder(
            page + ": none.md",
            page + ": none.png",
            page + ": there.md#none",
            page + ": #none",
            page + ": [nowhere]",
            page + ": gone.md",
            page + ": #no-heading");
    assertThat(brokenIn(folder.resolve("page.ipynb")))
        .containsExactly(folder.resolve("page.ipynb") + ": none.png");
  }

  private static List<Path> pages() throws IOException {
    final List<Path> pages = new ArrayList<>();
    for (final Path where :
        List.of(Path.of(""), Path.of("docs"), Path.of("notebooks"), Path.of("datasets"))) {
      final int depth = where.equals(Path.of("docs")) ? Integer.MAX_VALUE : 1;
      try (Stream<Path> files = Files.walk(where, depth)) {
        files.filter(LinkTest::isPage).forEach(pages::add);
      }
    }
    assertThat(pages).contains(Path.of("README.md"), Path.of("docs/README.md"));
    return pages;
  }

  /** A page, not the copy that JupyterLab keeps of one that was opened in it. */
  private static boolean isPage(Path file) {
    return file.toString().matches(".*\\.(md|ipynb)")
        && !file.toString().contains(".ipynb_checkpoints");
  }

  private static List<String> brokenIn(Path page) throws IOException {
    final List<String> broken = new ArrayList<>();
    final String text = text(page);
    for (final String target : targets(text)) {
      if (!leadsSomewhere(page, target)) {
        broken.add(page + ": " + target);
      }
    }
    final Set<String> defined = new HashSet<>();
    matches(DEFINED, withoutCode(text)).forEach(one -> defined.add(lower(one.group(1))));
    matches(REFERENCE, withoutCode(text))
        .filter(one -> !defined.contains(lower(one.group(1))))
        .forEach(one -> broken.add("%s: [%s]".formatted(page, one.group(1))));
    return broken;
  }

  private static boolean leadsSomewhere(Path page, String target) throws IOException {
    final int hash = target.indexOf('#');
    final String path = hash < 0 ? target : target.substring(0, hash);
    final Path file =
        path.isEmpty()
            ? page
            : page.toAbsolutePath()
                .resolveSibling(URLDecoder.decode(path, StandardCharsets.UTF_8))
                .normalize();
    return Files.exists(file)
        && (hash < 0 || anchors(text(file)).contains(target.substring(hash + 1)));
  }

  /** The relative targets of a page, in its order, without those inside of code. */
  private static List<String> targets(String text) {
    final String prose = withoutCode(text);
    return Stream.concat(
            matches(INLINE, prose).map(one -> one.group(1)),
            matches(DEFINED, prose).map(one -> one.group(2)))
        .filter(target -> !ELSEWHERE.matcher(target).matches())
        .toList();
  }

  /** The anchors of headings, as code hosts make them: a second one of a name gets a number. */
  private static Set<String> anchors(String text) {
    final Set<String> anchors = new HashSet<>();
    final Map<String, Integer> seen = new HashMap<>();
    matches(HEADING, FENCE.matcher(text).replaceAll(""))
        .map(one -> one.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1"))
        .map(heading -> lower(heading).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .forEach(
            anchor -> {
              final int before = seen.merge(anchor, 1, Integer::sum) - 1;
              anchors.add(before == 0 ? anchor : anchor + "-" + before);
            });
    return anchors;
  }

  private static String withoutCode(String text) {
    return CODE.matcher(FENCE.matcher(text).replaceAll("")).replaceAll("");
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A page's Markdown; of a notebook that of its text cells. */
  private static String text(Path page) throws IOException {
    if (!page.toString().endsWith(".ipynb")) {
      return Files.readString(page);
    }
    final StringBuilder text = new StringBuilder();
    for (final JsonNode cell : new ObjectMapper().readTree(page.toFile()).path("cells")) {
      if (cell.path("cell_type").asText().equals("markdown")) {
        final JsonNode source = cell.path("source");
        if (source.isTextual()) {
          text.append(source.asText());
        }
        source.forEach(line -> text.append(line.asText()));
        text.append("\n\n");
      }
    }
    return text.toString();
  }
}
