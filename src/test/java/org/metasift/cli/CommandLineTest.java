package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.compute.Progress;
import org.metasift.data.TinyImages;
import org.metasift.data.array.NpyImages;

/**
 * Tests of verbs: the command line in this process, the small embedded signs drawn once a build.
 */
abstract class CommandLineTest {
  static final String HOME = "metasift.home";

  @TempDir static Path home;
  @TempDir Path folder;

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  @BeforeAll
  static void takeTheSigns() throws IOException {
    DrawnSigns.into(home.resolve("datasets").resolve("signs"));
    System.setProperty(HOME, home.toString());
  }

  @AfterAll
  static void forget() {
    System.clearProperty(HOME);
    Progress.showOn(Progress.Display.silent());
  }

  /** A folder of images of three classes, 30 of each to train and so many of each to test. */
  Path tinyData(int testImages) {
    final Path data = folder.resolve("data");
    NpyImages.write(TinyImages.of(32, 3, 1, 30, 30, 30), data.resolve("train"));
    NpyImages.write(
        TinyImages.of(32, 3, 2, testImages, testImages, testImages), data.resolve("test"));
    return data;
  }

  /** A search that makes one trial of one setting on a copy with BadNets, by a tiny network. */
  static String[] tuneOnce(Path data, String budget, Path to, String... more) {
    final List<String> args = new ArrayList<>(List.of("tune", "--data", data.toString()));
    args.addAll(List.of("--budget", budget, "--candidates", "1", "--copies", "1"));
    args.addAll(List.of("--most-sifters", "1", "--pseudo", "badnets", "--width", "2"));
    args.addAll(List.of(more));
    args.addAll(List.of("--out", to.toString()));
    return args.toArray(String[]::new);
  }

  int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  /** Wrong input: exit code 2, one line on standard error, nothing on standard output. */
  void refused(String sentence, String... args) {
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString().strip()).contains(sentence).doesNotContain("\n");
    assertThat(out.toString()).isEmpty();
  }
}
