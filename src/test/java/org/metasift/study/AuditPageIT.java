package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.cli.Main;
import org.metasift.data.TinyImages;
import org.metasift.data.array.NpyImages;
import org.openqa.selenium.By;

/** A whole audit in a real browser, from the pick to what is stated. */
@EnabledIf(
    value = "org.metasift.study.Browser#isThere",
    disabledReason =
        "no Chromium with its driver: install the packages chromium and chromium-driver")
class AuditPageIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir private Path folder;
  private Path run;
  private Study audit;
  private int[] planted;

  @BeforeEach
  void draw() {
    final Path data = folder.resolve("data");
    NpyImages.write(TinyImages.of(32, 3, 1, 60, 60, 60), data.resolve("train"));
    NpyImages.write(TinyImages.of(32, 3, 2, 20, 20, 20), data.resolve("test"));
    run = folder.resolve("run");
    metasift("sift", "--data", data.toString(), "--sifter", "dcm", "--budget", "60", "--out", run);
    metasift(
        "audit", run, "--attack", "badnets", "--target", "1", "--size", "12", "--planted", "4");
    audit = Study.load(run.resolve("audit"));
    planted = IntStream.range(0, audit.size()).filter(audit::isPoisoned).toArray();
    assertThat(planted).hasSize(4);
  }

  private static String metasift(Object... args) {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                IntStream.range(0, args.length)
                    .mapToObj(k -> args[k].toString())
                    .toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }

  /** Answers each picture that is shown: no where it was planted, but for one of them. */
  private void look(Browser browser, int overlooked) {
    browser.click("begin");
    for (int k = 0; k < audit.size(); k++) {
      assertThat(browser.shown()).isEqualTo(k + 1);
      browser.keys(audit.isPoisoned(k) && k != overlooked ? "n" : "y");
    }
  }

  @Test
  void plantedPoisonIsFoundAndOverlookedOnThePage() throws Exception {
    try (Browser browser = new Browser(folder.resolve("profile"), folder)) {
      browser.open(run.resolve("audit").resolve(Study.PAGE).toUri().toString());
      assertThat(browser.element("clean-example").isDisplayed())
          .as("no picture is said to be untouched")
          .isFalse();
      look(browser, planted[2]);
      browser.driver.findElement(By.cssSelector("#end .download")).click();
      final Path file = folder.resolve("result.csv");
      for (int k = 0; k < 200 && !Files.exists(file); k++) {
        Thread.sleep(50);
      }
      final String said = metasift("audit", run, "--score", file);
      final double least = AuditBounds.sensitivityAtLeast(3, 4, 0.025);
      assertThat(said)
          .containsPattern("result +12 +0 +4 +3 ")
          .contains(
              "result, with 95 % confidence: at most "
                  + AuditBounds.poisonedAtMost(60, 12, 0, least, 0.025)
                  + " of the 60 images are poisoned.");
    }
  }

  @Test
  void twoPeopleByLinksSeeMoreThanEach() throws Exception {
    final Path place = run.resolve("audit");
    final List<String> names = List.of("anna", "ben");
    try (StudyServer server = StudyServer.start(place, names, "127.0.0.1", 0)) {
      for (final String name : names) {
        try (Browser browser = new Browser(folder.resolve(name), folder)) {
          browser.open(server.links().get(name));
          look(browser, planted[names.indexOf(name)]);
          browser.until("unsent.size === 0");
        }
      }
      try (Browser browser = new Browser(folder.resolve("teacher"), folder)) {
        browser.driver.get(server.teacherLink());
        browser.until("document.querySelectorAll('#raters tr').length === 2");
        browser.screenshot(SCREENSHOTS.resolve("audit-teacher.png"));
        assertThat(browser.element("fnr").getText()).startsWith("Planted missed");
        assertThat(browser.element("fpr").getText()).startsWith("Base set called poisoned");
        assertThat(browser.element("ncr").isDisplayed()).isFalse();
        assertThat(browser.element("which").getText()).startsWith("Planted pictures");
        assertThat(browser.element("missed").findElements(By.tagName("figure"))).hasSize(2);
      }
      assertThat(metasift("audit", run, "--score"))
          .containsPattern("anna +12 +0 +4 +3 ")
          .containsPattern("ben +12 +0 +4 +3 ")
          .containsPattern("all together +12 +0 +4 +4 ");
    }
  }
}
