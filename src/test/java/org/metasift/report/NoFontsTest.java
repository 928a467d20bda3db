package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that finds no font at all, as in a bare container, still writes every letter. */
@EnabledOnOs(OS.LINUX)
class NoFontsTest {
  /** Draws one chart and one captioned grid into the folder named by the first argument. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      final Path folder = Path.of(arguments[0]);
      Charts.ncr("Poison left", Map.of("Meta-Sift", 0.0)).save(folder.resolve("chart.png"));
      PictureGrid.of(StripedSigns.of(1), 0).captions(i -> "Stop").save(folder.resolve("grid.png"));
    }
  }

  @Test
  void textIsDrawnWithoutAnyInstalledFont(@TempDir Path folder) throws Exception {
    final Path configuration =
        Files.writeString(
            folder.resolve("fonts.conf"),
            "<?xml version=\"1.0\"?><fontconfig><dir>%s</dir></fontconfig>"
                .formatted(Files.createDirectory(folder.resolve("no-fonts"))));
    final Path log = folder.resolve("log");
    final ProcessBuilder child =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // the JDK remembers the fonts it once found in a file of the user's home
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString()));
    child.environment().put("FONTCONFIG_FILE", configuration.toString());
    final Process process = child.redirectErrorStream(true).redirectOutput(log.toFile()).start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    assertThat(samePixels(folder.resolve("chart.png"), folder.resolve("here.png")))
        .as("the chart is the same as on a machine with fonts")
        .isTrue();
    final BufferedImage grid = ImageIO.read(folder.resolve("grid.png").toFile());
    assertThat(ChartsTest.darkPixels(grid, 2 * (16 + 64 + 4), grid.getHeight()))
        .as("dark pixels of the caption")
        .isGreaterThan(50);
  }

  private static boolean samePixels(Path drawnThere, Path drawnHere) throws IOException {
    Charts.ncr("Poison left", Map.of("Meta-Sift", 0.0)).save(drawnHere);
    final BufferedImage there = ImageIO.read(drawnThere.toFile());
    final BufferedImage here = ImageIO.read(drawnHere.toFile());
    for (int y = 0; y < here.getHeight(); y++) {
      for (int x = 0; x < here.getWidth(); x++) {
        if (here.getRGB(x, y) != there.getRGB(x, y)) {
          return false;
        }
      }
    }
    return ChartsTest.darkPixels(here, 0, 80) > 500;
  }
}
