package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Plain 'java -cp' under LC_ALL=C, where names beyond ASCII cannot be read: the truth is told. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere Java takes UTF-8, whatever the locale")
class AsciiLocaleTest {
  @TempDir private Path folder;

  private void assertTold(String arguments) throws Exception {
    assertTold(folder, arguments, "file names beyond ASCII", "set LC_ALL=C.UTF-8");
  }

  private void assertTold(Path current, String arguments, String... words) throws Exception {
    assumeTrue(
        StandardCharsets.US_ASCII.newEncoder().canEncode(System.getProperty("java.class.path")),
        "skipped: the project's own folder cannot be read under LC_ALL=C");
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(command, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    Collections.addAll(command, arguments.split(" "));
    final ProcessBuilder builder = new ProcessBuilder(command).directory(current.toFile());
    builder.environment().put("LC_ALL", "C");
    final Process process = builder.redirectErrorStream(true).start();
    final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.lines().filter(line -> line.startsWith("metasift")))
        .as(arguments)
        .singleElement()
        .asString()
        .contains(words);
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void anOption() throws Exception {
    assertTold("train --data embedded --out ä");
  }

  @Test
  void theCurrentFolder() throws Exception {
    assertTold(Files.createDirectory(folder.resolve("ä ö")), "info", "the current folder", "ASCII");
  }

  @Test
  void theFoldersOfClasses() throws Exception {
    for (final String name : List.of("Bär", "Bör")) {
      image(folder.resolve("set").resolve(name).resolve("1.png"));
    }
    assertTold("poison --attack random-label-flip --data set --out out");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aListOfImages() throws Exception {
    image(folder.resolve("Bär.png"));
    Files.writeString(folder.resolve("list.csv"), "path,label\nBär.png,a\nBär.png,b\n");
    assertTold(
        folder,
        "poison --attack random-label-flip --data list.csv --out out",
        "list.csv: lists 'B",
        "set LC_ALL=C.UTF-8");
  }

  private static void image(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
  }
}
