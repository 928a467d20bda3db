package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What every page that is handed on must keep: structure, pictures told in words, no web, A4. */
public final class PageChecks {
  private static final double READABLE = 4.5; // WCAG 2.2, 1.4.3

  private PageChecks() {}

  /** The page as a tree; it must be well-formed. */
  public static Document read(String html) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(html)));
    } catch (final Exception e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  /** All of the checks. */
  public static void check(String html) {
    final Document page = read(html);
    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    headings(page);
    pictures(page);
    for (final Element header : all(page, "th")) {
      assertThat(header.getAttribute("scope")).as(header.getTextContent()).isIn("col", "row");
    }
    assertThat(all(page, "title")).hasSize(1);
    offline(page, html);
    final String style = all(page, "style").get(0).getTextContent();
    contrast(style);
    assertThat(style).contains("@page{size:A4", "tr", "break-inside:avoid", "break-after:avoid");
  }

  /** Elements of a kind, in the order of the page. */
  static List<Element> all(Document page, String tag) {
    final NodeList found = page.getElementsByTagName(tag);
    final List<Element> list = new ArrayList<>();
    for (int k = 0; k < found.getLength(); k++) {
      list.add((Element) found.item(k));
    }
    return list;
  }

  /** One first heading, before all others, and none that skips a level. */
  private static void headings(Document page) {
    int above = 0;
    for (final Element one : all(page, "*")) {
      if (one.getTagName().matches("h[1-6]")) {
        final int level = one.getTagName().charAt(1) - '0';
        assertThat(level).as(one.getTextContent()).isBetween(above == 0 ? 1 : 2, above + 1);
        above = level;
      }
    }
    assertThat(all(page, "h1")).hasSize(1);
  }

  /** Each picture is told in words of its own, with its figures: colours are not alone. */
  private static void pictures(Document page) {
    final List<String> told =
        all(page, "img").stream().map(one -> one.getAttribute("alt")).toList();
    assertThat(told).doesNotHaveDuplicates().allSatisfy(alt -> assertThat(alt).matches(".*\\d.*"));
    assertThat(told).allSatisfy(alt -> assertThat(alt).hasSizeGreaterThan(30));
  }

  private static void offline(Document page, String html) {
    for (final Element one : all(page, "*")) {
      for (final String name : List.of("src", "href", "action", "data", "srcset", "poster")) {
        assertThat(one.getAttribute(name)).as(one.getTagName()).matches("(data:|#).*|");
      }
    }
    assertThat(all(page, "script")).isEmpty();
    assertThat(all(page, "link")).isEmpty();
    assertThat(html).doesNotContain("url(", "@import", "://");
  }

  /** Text on the page and on panels, in the light theme, the dark one and in print. */
  private static void contrast(String style) {
    final List<Map<String, String>> themes = new ArrayList<>();
    final Matcher theme = Pattern.compile(":root\\{([^}]*)\\}").matcher(style);
    while (theme.find()) {
      final Map<String, String> colours = new HashMap<>();
      final Matcher colour = Pattern.compile("--(\\w+):#([0-9a-f]+)").matcher(theme.group(1));
      while (colour.find()) {
        colours.put(colour.group(1), colour.group(2));
      }
      themes.add(colours);
    }
    assertThat(themes).hasSize(3);
    for (final Map<String, String> colours : themes) {
      for (final String ink : List.of("ink", "quiet")) {
        for (final String ground : List.of("paper", "panel")) {
          assertThat(contrast(colours.get(ink), colours.get(ground)))
              .as("%s on %s: %s", ink, ground, colours)
              .isGreaterThanOrEqualTo(READABLE);
        }
      }
    }
    final Matcher fixed = Pattern.compile("[{;](?:background-)?color:(?!var)[^;}]*").matcher(style);
    assertThat(fixed.results().map(found -> found.group().substring(1))).isEmpty();
  }

  private static double contrast(String one, String other) {
    final double a = luminance(one);
    final double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** Relative luminance, 0 to 1 (WCAG 2.2). */
  private static double luminance(String hex) {
    final String six = hex.length() == 6 ? hex : hex.replaceAll("[0-9a-fA-F]", "$0$0");
    final double[] weight = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      final double part = Integer.parseInt(six.substring(2 * k, 2 * k + 2), 16) / 255.0;
      sum += weight[k] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
