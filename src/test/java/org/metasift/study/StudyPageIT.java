package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.BadNets;
import org.metasift.data.signs.SignSet;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** A whole study in a real browser. Screenshots lie in target/screenshots. */
@EnabledIf(
    value = "org.metasift.study.Browser#isThere",
    disabledReason =
        "no Chromium with its driver: install the packages chromium and chromium-driver")
class StudyPageIT {
  private static final Study STUDY = Study.draw(StudyTest.SET, 12, 0.25, 1);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir private Path folder;

  @BeforeEach
  void save() {
    STUDY.save(folder);
  }

  private String page() {
    return folder.resolve(Study.PAGE).toUri().toString();
  }

  private Browser browser(String profile) {
    return new Browser(folder.resolve(profile), folder);
  }

  private Answers downloaded() throws Exception {
    final Path file = folder.resolve("result.csv");
    for (int k = 0; k < 200 && !Files.exists(file); k++) {
      Thread.sleep(50);
    }
    return Answers.read(file, STUDY.size());
  }

  @Test
  void aStudyIsDoneByMouseAndKeysAcrossAReload() throws Exception {
    try (Browser browser = browser("profile")) {
      browser.open(page());
      browser.screenshot(SCREENSHOTS.resolve("study-start.png"));
      assertThat(browser.element("begin").getText()).isEqualTo("Start");
      browser.click("begin");
      browser.click("yes");
      browser.click("no");
      assertThat(browser.shown()).isEqualTo(3);
      browser.screenshot(SCREENSHOTS.resolve("study-rating.png"));
      browser.click("back");
      assertThat(browser.shown()).isEqualTo(2);
      assertThat(browser.element("no").getDomAttribute("aria-pressed")).isEqualTo("true");
      browser.click("yes"); // a change of mind
      browser.keys("n");
      browser.keys("Y");
      assertThat(browser.shown()).isEqualTo(5);
      browser.keys(Keys.ARROW_LEFT);
      browser.keys(Keys.ARROW_LEFT);
      browser.keys(Keys.ARROW_LEFT);
      browser.keys(Keys.ARROW_RIGHT);
      assertThat(browser.shown()).isEqualTo(3);
      assertThat(browser.status()).contains("Picture 3 of 12", "4 answered");
    }
    try (Browser browser = browser("profile")) {
      browser.open(page());
      assertThat(browser.element("begin").getText()).as("after closing").isEqualTo("Go on");
      browser.click("begin");
      assertThat(browser.shown()).isEqualTo(3);
      browser.keys(Keys.ARROW_RIGHT);
      browser.keys(Keys.ARROW_RIGHT);
      browser.keys(Keys.ARROW_RIGHT); // no further than the first without an answer
      assertThat(browser.shown()).isEqualTo(5);
      for (int k = 5; k <= 12; k++) {
        browser.keys(k % 2 == 0 ? "y" : "n");
      }
      assertThat(browser.element("end").isDisplayed()).isTrue();
      browser.screenshot(SCREENSHOTS.resolve("study-end.png"));
      browser.driver.findElement(By.cssSelector("#end .download")).click();
      assertThat(downloaded().calls())
          .containsExactly(
              true, true, false, true, false, true, false, true, false, true, false, true);
    }
  }

  @Test
  void theTabKeyReachesTheAnswersInOrder() {
    try (Browser browser = browser("profile")) {
      browser.open(page());
      browser.keys(Keys.TAB);
      browser.keys(Keys.ENTER);
      final List<String> order = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        order.add(browser.driver.switchTo().activeElement().getDomProperty("id"));
        browser.keys(Keys.TAB);
      }
      // Back is not to be reached while there is nothing to go back to
      assertThat(order).startsWith("yes", "no").doesNotContain("back");
      browser.keys(Keys.chord(Keys.SHIFT, Keys.TAB), Keys.chord(Keys.SHIFT, Keys.TAB));
      assertThat(browser.driver.executeScript("return document.documentElement.lang"))
          .isEqualTo("en");
    }
  }

  @Test
  void aThousandPicturesAreThereAtOnce() throws Exception {
    final Study large =
        Study.draw(new BadNets(38, 0.33).poison(SignSet.small(0).train(), 0), 1000, 0.05, 0);
    large.save(folder);
    assertThat(Files.size(folder.resolve(Study.PAGE))).isLessThan(10_000_000);
    try (Browser browser = browser("profile")) {
      browser.open(page());
      final Object milliseconds =
          browser.driver.executeScript(
              "return Math.round(performance.getEntriesByType('navigation')[0].domComplete)");
      System.out.println("a study of 1,000 pictures is ready after " + milliseconds + " ms");
      browser.click("begin");
      browser.screenshot(SCREENSHOTS.resolve("study-signs.png"));
      assertThat(browser.status()).contains("of 1000");
    }
  }

  @Test
  void aPhoneShowsPictureAndAnswersWithoutScrolling() throws Exception {
    try (Browser browser = browser("profile")) {
      browser.driver.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
      browser.open(page());
      browser.click("begin");
      browser.screenshot(SCREENSHOTS.resolve("study-phone.png"));
      assertThat(
              browser.driver.executeScript(
                  "return document.getElementById('no').getBoundingClientRect().bottom <= innerHeight"
                      + " && document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo(true);
    }
  }

  @Test
  void aClassRatesInParallelAndTheTeacherSeesIt() throws Exception {
    final List<String> names = List.of("anna", "ben", "cleo");
    final ExecutorService pool = Executors.newFixedThreadPool(names.size());
    try (StudyServer server = StudyServer.start(folder, names, "127.0.0.1", 0)) {
      final List<Callable<Void>> raters = new ArrayList<>();
      for (final String name : names) {
        raters.add(
            () -> {
              try (Browser browser = browser(name)) {
                browser.open(server.links().get(name));
                browser.click("begin");
                for (int k = 0; k < 7; k++) {
                  browser.keys(k % 3 == names.indexOf(name) ? "n" : "y");
                }
                browser.until("unsent.size === 0");
              }
              return null;
            });
      }
      for (final Future<Void> done : pool.invokeAll(raters)) {
        done.get();
      }
      try (Browser browser = browser("anna")) {
        browser.open(server.links().get("anna"));
        assertThat(browser.element("begin").getText()).isEqualTo("Go on");
        browser.click("begin");
        assertThat(browser.shown()).as("saved without closing the study").isEqualTo(8);
        for (int k = 0; k < 5; k++) {
          browser.keys("y");
        }
        browser.until("unsent.size === 0");
        assertThat(browser.element("end-text").getText()).contains("saved");
        browser.driver.get(server.teacherLink());
        browser.until("document.querySelectorAll('#raters tr').length === 3");
        browser.screenshot(SCREENSHOTS.resolve("study-teacher.png"));
        assertThat(browser.element("summary").getText()).startsWith("1 of 3 raters");
        browser.until("document.querySelectorAll('th:not([scope])').length === 0");
        browser.until("document.querySelectorAll('#raters th[scope=row]').length === 3");
        browser.until("document.querySelectorAll('#missed img').length > 0");
        browser.until(
            "[...document.querySelectorAll('#missed img')].every(picture =>"
                + " /Picture \\d+, labelled .+, called clean by \\d+ of \\d+ raters/.test(picture.alt))");
      }
      assertThat(server.answers().get(1).calls())
          .containsExactlyElementsOf(
              IntStream.range(0, 12)
                  .mapToObj(k -> k < 7 ? Boolean.valueOf(k % 3 != 1) : null)
                  .toList());
    } finally {
      pool.shutdownNow();
    }
  }
}
