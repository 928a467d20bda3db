package org.metasift.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real headless Chromium: the system's own, with its driver. */
final class Browser implements AutoCloseable {
  private static final List<String> PLACES = List.of("/usr/bin", "/usr/local/bin", "/snap/bin");

  final ChromeDriver driver;

  /**
   * Opens a window.
   *
   * @param profile folder of the browser's memory, kept between windows
   * @param downloads where files go
   */
  Browser(Path profile, Path downloads) {
    final ChromeOptions options = new ChromeOptions();
    options.setBinary(find("chromium", "google-chrome").orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--window-size=900,1000",
        "--user-data-dir=" + profile);
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads.toString()));
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(find("chromedriver").orElseThrow().toFile())
                .build(),
            options);
  }

  /** Whether there are a browser and its driver; a condition for tests. */
  static boolean isThere() {
    return find("chromium", "google-chrome").isPresent() && find("chromedriver").isPresent();
  }

  private static Optional<Path> find(String... names) {
    return Stream.of(names)
        .flatMap(name -> PLACES.stream().map(place -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a study's page and waits until it is ready. */
  void open(String url) {
    driver.get(url);
    until("document.body.dataset.ready === 'yes'");
  }

  void until(String condition) {
    new WebDriverWait(driver, Duration.ofSeconds(60))
        .until(browser -> Boolean.TRUE.equals(driver.executeScript("return " + condition)));
  }

  WebElement element(String id) {
    return driver.findElement(By.id(id));
  }

  void click(String id) {
    element(id).click();
  }

  void keys(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  String status() {
    return element("status").getText();
  }

  /** The picture that is shown, as its number. */
  int shown() {
    return Integer.parseInt(element("picture").getDomProperty("alt").replaceAll("\\D", ""));
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
