package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.metasift.Launch.Outcome;

/** What the launcher says of a machine or a command line that lacks something. */
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherIT {
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "sed",
          "head",
          "tail",
          "cat",
          "tr",
          "find",
          "date",
          "mkdir",
          "mv",
          "rm",
          "cp",
          "cmp",
          "dirname",
          "basename",
          "readlink",
          "uname",
          "id",
          "df",
          "cut",
          "mktemp",
          "cksum",
          "sort",
          "du");

  @TempDir private Path scratch;
  private Path bare;
  private Path tools;

  /**
   * A project that was never set up, in a folder with a space, and a PATH without Java or Python.
   */
  @BeforeEach
  void neverSetUp() throws IOException {
    bare = Files.createDirectories(scratch.resolve("a project"));
    copy("metasift");
    copyAll("environment", ".*\\.(sh|txt)");
    copyAll("environment/jobs", ".*\\.sh");
    Files.createDirectories(bare.resolve("notebooks"));
    Files.writeString(bare.resolve("notebooks/first.ipynb"), "{}");
    Files.writeString(bare.resolve("notebooks/second.ipynb"), "{}");
    Files.createDirectories(bare.resolve("target/lib"));
    Files.createFile(bare.resolve("target/metasift.jar"));
    tools = Files.createDirectories(scratch.resolve("tools"));
    for (final String tool : TOOLS) {
      fake(tool, "exec " + onPath(tool) + " \"$@\"");
    }
  }

  private void copyAll(String folder, String names) throws IOException {
    try (Stream<Path> files = Files.list(Launch.PROJECT.resolve(folder))) {
      for (final Path file : files.filter(f -> f.toString().matches(names)).toList()) {
        copy(folder + "/" + file.getFileName());
      }
    }
  }

  private void copy(String file) throws IOException {
    Files.createDirectories(bare.resolve(file).getParent());
    Files.copy(
        Launch.PROJECT.resolve(file), bare.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static Path onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + tool + " on this machine"));
  }

  private Launch bareLaunch() {
    return new Launch(bare, scratch).with("PATH", tools.toString());
  }

  private void fake(String program, String... script) throws IOException {
    final Path file = tools.resolve(program);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", script) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertRefused(Outcome outcome, String... words) {
    assertThat(outcome.err()).hasLineCount(1).startsWith("metasift: ").contains(words);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void helpNeedsNothing() throws Exception {
    for (final String[] asked : new String[][] {{}, {"--help"}}) {
      final Outcome outcome = bareLaunch().with("JAVA_HOME", null).run(asked);
      assertThat(outcome.out()).contains("./metasift run quick_start", "--quick", "lab", "setup");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.exitCode()).isZero();
    }
  }

  @Test
  void helpOnAJobIsShortAndNeedsNothing() throws Exception {
    for (final String job : new String[] {"run", "lab", "class", "setup", "bench", "spark"}) {
      final Outcome outcome = bareLaunch().with("JAVA_HOME", null).run(job, "--help");
      assertThat(outcome.out().lines()).hasSizeBetween(1, 6);
      assertThat(outcome.out()).startsWith("  ./metasift " + job + " ");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.exitCode()).isZero();
    }
    final Outcome worker = bareLaunch().run("spark", "worker", "-h");
    assertThat(worker.out()).contains("spark worker spark://HOST:7077", "--master").hasLineCount(3);
    assertThat(worker.exitCode()).isZero();
  }

  /** A job is a file; who adds one has it in the launcher's list, the overview and its own help. */
  @Test
  void everyJobIsInTheOverviewAndHelpFitsATerminal() throws Exception {
    final List<String> jobs;
    try (Stream<Path> files = Files.list(Launch.PROJECT.resolve("environment/jobs"))) {
      jobs = files.map(file -> file.getFileName().toString().replace(".sh", "")).sorted().toList();
    }
    final String overview = bareLaunch().run("--help").out();
    assertThat(overview.lines()).allMatch(line -> line.length() <= 80);
    for (final String job : jobs) {
      assertThat(overview).contains("  ./metasift " + job + " ");
      final String help = bareLaunch().run(job, "--help").out();
      assertThat(help).startsWith("  ./metasift " + job + " ");
      assertThat(help.lines()).allMatch(line -> line.length() <= 80);
    }
    assertThat(bareLaunch().run("typo").err())
        .contains("there are: ")
        .satisfies(
            said ->
                assertThat(said.replaceAll(".*there are: (.*), info,[^$]*", "$1").split(", "))
                    .containsExactlyInAnyOrderElementsOf(jobs));
  }

  @Test
  void anUnknownNotebookIsAnsweredWithThoseThereAre() throws Exception {
    assertRefused(bareLaunch().run("run", "thrid"), "'thrid'", "there are: first, second.");
    assertRefused(bareLaunch().run("run"), "which notebook", "first, second");
  }

  @Test
  void wrongOptionsOfRun() throws Exception {
    assertRefused(bareLaunch().run("run", "first", "--seed", "-1"), "--seed -1", "whole number");
    assertRefused(bareLaunch().run("run", "first", "--seed"), "--seed needs a value");
    assertRefused(bareLaunch().run("run", "first", "--profile=big"), "big", "paper and compact");
    assertRefused(bareLaunch().run("run", "first", "--device", "tpu"), "tpu", "gpu:N");
    assertRefused(bareLaunch().run("sift", "--device"), "--device", "gpu:N");
    assertRefused(bareLaunch().run("bench", "--device", "tpu"), "tpu", "gpu:N");
    assertRefused(bareLaunch().run("bench", "--fast"), "bench [--quick] [--device", "bench study");
    assertRefused(
        bareLaunch().run("bench", "start", "--quick"), "--quick has no effect on bench start");
    assertRefused(
        bareLaunch().run("bench", "study", "profile"), "one thing, not both study and profile");
    assertRefused(bareLaunch().run("run", "first", "--fast"), "no option --fast", "--quick");
    assertRefused(bareLaunch().run("run", "first", "second"), "one notebook", "second");
  }

  @Test
  void aClassThatDoesNotFitTheMachineIsRefused() throws Exception {
    fake(
        "sed",
        "case $2 in *MemTotal*) echo 8400000 ;; *) exec " + onPath("sed") + " \"$@\" ;; esac");
    assertRefused(
        bareLaunch().run("class"),
        "30 seats need 32 GB of memory, but this machine has 8: --seats 6 fit.");
    assertRefused(bareLaunch().run("class", "--seats=7"), "--seats 6 fit");
    final Outcome fits = bareLaunch().with("JAVA_HOME", "/no/such").run("class", "--seats", "6");
    assertThat(fits.err()).contains("JAVA_HOME").doesNotContain("seats");
  }

  @Test
  void wrongOptionsOfAClass() throws Exception {
    assertRefused(bareLaunch().run("class", "--seats", "0"), "--seats 0", "from 1 to 99");
    assertRefused(bareLaunch().run("class", "--seats=many"), "--seats many", "from 1 to 99");
    assertRefused(bareLaunch().run("class", "--seats"), "--seats needs a value");
    assertRefused(
        bareLaunch().run("class", "--seats=2", "--port", "65535"), "from 1024 to 65534 is allowed");
    assertRefused(bareLaunch().run("class", "--host=0.0.0.0"), "the links must bear one address");
    assertRefused(bareLaunch().run("class", "30"), "no option 30", "--seats N");
  }

  @Test
  void anUnknownVerbIsRefusedBeforeAnythingIsBuilt() throws Exception {
    Files.delete(bare.resolve("target/metasift.jar"));
    final Launch launch = bareLaunch().with("METASIFT_NO_BUILD", null).with("JAVA_HOME", null);
    assertRefused(
        launch.run("sfit"),
        "no verb 'sfit' (did you mean sift?); there are",
        "there are: run, lab, ");
    assertRefused(launch.run("potato"), "no verb 'potato'; there are: run, lab, ");
    assertRefused(launch.run("typo"), "no verb 'typo'", "there are: run, lab, ", ", sift, ");
    assertRefused(launch.run("info sift"), "no verb 'info sift'");
    assertRefused(launch.run("--verbose", "typo"), "no verb 'typo'");
    assertRefused(launch.run("--typo", "sift"), "no option '--typo'");
  }

  /** Without a locale Java reads no name beyond ASCII: the launcher sees to one. */
  @Test
  void namesBeyondAsciiAreReadWithoutALocale() throws Exception {
    final Path data = scratch.resolve("Zeichen ä");
    for (final String name : List.of("Bär", "Bör")) {
      final Path images = Files.createDirectories(data.resolve(name));
      for (int i = 0; i < 3; i++) {
        final BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i, 0, -1);
        ImageIO.write(image, "png", images.resolve(i + "ß.png").toFile());
      }
    }
    final Path out = scratch.resolve("aus ü");
    final Outcome outcome =
        new Launch(Launch.PROJECT, scratch)
            .with("LC_ALL", "C")
            .run(
                "poison",
                "--attack=random-label-flip",
                "--ratio=0.5",
                "--data=" + data,
                "--out=" + out);
    assertThat(outcome.err()).doesNotContain("metasift");
    assertThat(outcome.exitCode()).isZero();
    assertThat(out.resolve("truth.csv")).content().contains("Bär/0ß.png", "Bör/2ß.png");
  }

  @Test
  void aMissingFolderOfDataSets() throws Exception {
    assertRefused(
        bareLaunch().with("METASIFT_DATASETS", "no/such").run("run", "first"),
        "METASIFT_DATASETS is no/such");
    assertRefused(
        bareLaunch().with("METASIFT_HEAP", "abc").run("sift"), "METASIFT_HEAP is 'abc'", "3g");
    assertRefused(
        bareLaunch().with("METASIFT_HEAP", "1m").run("sift"), "METASIFT_HEAP is '1m'", "256m");
    assertRefused(bareLaunch().with("METASIFT_HEAP", "99999999999g").run("sift"), "256m to 8192g");
  }

  @Test
  void nothingIsBuiltYetAndNothingMayBe() throws Exception {
    Files.delete(bare.resolve("target/metasift.jar"));
    assertRefused(bareLaunch().run("info"), "METASIFT_NO_BUILD is 1", "no metasift.jar");
  }

  @Test
  void aClusterNeedsABuildWithSpark() throws Exception {
    assertRefused(bareLaunch().run("tune", "--master=spark://a:1"), "built without Spark");
    assertRefused(bareLaunch().run("spark", "worker", "spark://a:1"), "built without Spark");
    assertRefused(bareLaunch().run("spark"), "spark starts what?", "spark worker");
    assertRefused(bareLaunch().run("spark", "worker", "--cores", "2"), "the master's address");
  }

  /** A Python that makes environments of itself, and keeps what it was called with. */
  private Path fakePython() throws IOException {
    final Path calls = scratch.resolve("calls");
    fake(
        "python3",
        "echo \"$*\" >>'" + calls + "'",
        "case $* in",
        "*ensurepip*) ;;",
        "'-m venv '*) mkdir -p \"$3/bin\" && cp \"$0\" \"$3/bin/python\" ;;",
        "*' >= (3, 10)'*) echo 3.12 True ;;",
        "*version_info*) echo 3.12 ;;",
        "esac");
    return calls;
  }

  @Test
  void aBundleSetsUpWithoutMavenAndWithoutAnIndex() throws Exception {
    final Path calls = fakePython();
    Files.writeString(bare.resolve("pom.xml"), "the sources");
    Files.createDirectories(bare.resolve("src/main"));
    final Path jar = Files.writeString(bare.resolve("target/metasift.jar"), "the module");
    Files.writeString(bare.resolve("target/lib/a.jar"), "a library");
    final Path bundle = scratch.resolve("a bündle");
    final Outcome made = bareLaunch().run("bundle", bundle.toString());
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out()).contains("a bündle: ", " MB, for ", "Python 3.12");
    assertThat(calls).content().contains("-m pip wheel", "-w " + bundle + "/wheels -r ");

    delete(bare.resolve("environment/.venv"));
    delete(bare.resolve("target"));
    Files.delete(calls);
    final Launch offline = bareLaunch().with("METASIFT_NO_BUILD", null);
    final Outcome setUp = offline.run("setup", "--offline", bundle.toString());
    assertThat(setUp.exitCode()).as(setUp.err()).isZero();
    assertThat(jar).hasContent("the module");
    assertThat(bare.resolve("target/lib/a.jar")).hasContent("a library");
    assertThat(calls).content().contains("--no-index --find-links " + bundle + "/wheels -r ");

    Files.writeString(bare.resolve("pom.xml"), "other sources");
    delete(bare.resolve("target"));
    final Outcome other = offline.with("METASIFT_BUNDLE", bundle.toString()).run("setup");
    assertThat(other.err()).contains("was made from other sources");
    assertThat(other.exitCode()).isEqualTo(2);
    fake("python3", "echo 3.13");
    assertThat(doctor(offline).out())
        .containsPattern("ok +bundle .*Python 3.12")
        .containsPattern("wrong +Python .*was made for Python 3.12, which is not here: install it");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void whatIsNoBundleIsRefused() throws Exception {
    assertRefused(bareLaunch().run("bundle"), "bundle needs one folder");
    assertRefused(bareLaunch().run("bundle", bare.toString()), "holds other things");
    assertRefused(bareLaunch().run("setup", "--offline"), "--offline needs a folder");
    assertRefused(bareLaunch().run("setup", "--offline=/no/such"), "/no/such", "not a folder");
    assertRefused(bareLaunch().run("setup", "--online"), "--offline FOLDER, but got --online");
    final Path bundle = Files.createDirectories(scratch.resolve("bundle"));
    Files.createFile(bundle.resolve("bundle.txt")); // as an interrupted one leaves it
    assertRefused(
        bareLaunch().run("setup", "--offline", bundle.toString()),
        "is not a whole bundle",
        "makes one");
    Files.writeString(bundle.resolve("bundle.txt"), "machine: Amiga m68k\npython: 3.12\n");
    assertRefused(
        bareLaunch().with("METASIFT_BUNDLE", bundle.toString()).run("run", "first"),
        "was made for Amiga m68k, but this is");
  }

  /** Maven 3.9 goes past https_proxy, and past Java's own settings unless told. */
  @Test
  void mavenIsToldOfTheProxy() throws Exception {
    Files.delete(bare.resolve("target/metasift.jar"));
    final Path mvnw =
        Files.writeString(
            bare.resolve("mvnw"), "#!/bin/sh\necho \"opts:${MAVEN_OPTS:-none}.\"\nexit 1\n");
    Files.setPosixFilePermissions(mvnw, PosixFilePermissions.fromString("rwxr-xr-x"));
    final Launch launch =
        bareLaunch()
            .with("METASIFT_NO_BUILD", null)
            .with("HTTPS_PROXY", null)
            .with("MAVEN_OPTS", null);
    assertThat(launch.with("https_proxy", null).run("info").err()).contains("opts:none.");
    assertThat(launch.with("https_proxy", "http://proxy.example:3128/").run("info").err())
        .contains(
            "opts:-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128"
                + " -Daether.connector.http.useSystemProperties=true.");
    assertThat(launch.with("MAVEN_OPTS", "-Dhttps.proxyHost=mine").run("info").err())
        .contains("opts:-Dhttps.proxyHost=mine.");
  }

  private Outcome doctor(Launch launch) throws IOException, InterruptedException {
    final Outcome outcome = launch.run("doctor");
    assertThat(outcome.out().lines())
        .allMatch(line -> line.matches("(ok   |note |wrong)  .{9}  .+"));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(outcome.out().contains("wrong  ") ? 1 : 0);
    return outcome;
  }

  /** As after a set-up that ended: Python answers, and its environment is of this recipe. */
  private void pretendSetUp() throws IOException {
    fake("python3", "echo '3.12 True'");
    final Path venv = Files.createDirectories(bare.resolve("environment/.venv/bin")).getParent();
    Files.copy(tools.resolve("python3"), venv.resolve("bin/python"));
    Files.writeString(
        venv.resolve(".made-from"),
        bare.toRealPath()
            + "\n"
            + Files.readString(bare.resolve("environment/requirements.txt"))
            + Files.readString(bare.resolve("environment/constraints.txt")));
  }

  @Test
  void theDoctorFindsNothingWrongWhereAllIsSetUp() throws Exception {
    pretendSetUp();
    final String said = doctor(bareLaunch()).out();
    assertThat(said).doesNotContain("wrong").containsPattern("ok +downloads +none needed");
    assertThat(bare.resolve("out")).doesNotExist();
  }

  @Test
  void theDoctorNamesWhatIsMissingAndItsRemedy() throws Exception {
    final String said = doctor(bareLaunch().with("JAVA_HOME", null)).out();
    assertThat(said)
        .containsPattern("wrong +Java +Java is missing: install a JDK 17")
        .containsPattern("wrong +Python +Python is missing: install Python 3.10")
        .containsPattern("note +pip +cannot be asked without Python");
    fake("python3", "case $2 in *venv*) exit 1 ;; esac", "echo '3.12 True'");
    assertThat(doctor(bareLaunch()).out())
        .containsPattern("ok +Java +" + Runtime.version().feature())
        .containsPattern("wrong +Python .* comes without venv: install it .*python3-venv");
  }

  @Test
  void theDoctorStartsJavaOnce() throws Exception {
    pretendSetUp();
    final Path starts = scratch.resolve("starts");
    final Path home = Path.of(System.getProperty("java.home"));
    final Path counting = Files.createDirectories(scratch.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        counting,
        "#!/bin/sh\necho started >>'%s'\nexec '%s' \"$@\"\n"
            .formatted(starts, home.resolve("bin/java")));
    Files.setPosixFilePermissions(counting, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(doctor(bareLaunch().with("JAVA_HOME", scratch.resolve("jdk").toString())).out())
        .contains("with a compiler, " + home.toRealPath().resolve("bin/java"));
    assertThat(Files.readAllLines(starts)).containsExactly("started");
  }

  @Test
  void theDoctorTriesToWrite() throws Exception {
    pretendSetUp();
    Files.writeString(bare.resolve("out"), "in the way");
    assertThat(doctor(bareLaunch()).out())
        .containsPattern("wrong +folders +cannot be written: .*a project/out: ")
        .doesNotContain("a project/target");
  }

  @Test
  void theDoctorLooksAtWhatTheUserSet() throws Exception {
    pretendSetUp();
    assertThat(doctor(bareLaunch().with("METASIFT_HEAP", "1m")).out())
        .containsPattern("wrong +heap +METASIFT_HEAP is '1m'; 256m to");
    assertThat(doctor(bareLaunch().with("METASIFT_HEAP", "300m")).out())
        .containsPattern("wrong +heap +METASIFT_HEAP is 300m, too little");
    assertThat(doctor(bareLaunch().with("METASIFT_DATASETS", "/no/such")).out())
        .containsPattern("wrong +data sets +METASIFT_DATASETS is /no/such");
    assertThat(doctor(bareLaunch().with("https_proxy", "proxy.example")).out())
        .containsPattern("wrong +proxy +https_proxy is proxy.example: .*http://HOST:PORT");
    assertThat(doctor(bareLaunch().with("https_proxy", "http://proxy.example:1")).out())
        .containsPattern("ok +proxy +http://proxy.example:1, for Maven and for pip");
    assertThat(doctor(bareLaunch().with("https_proxy", "http://me:secret@proxy.example:1")).out())
        .containsPattern("note +proxy +http://...@proxy.example:1; Maven takes .*settings.xml")
        .doesNotContain("secret");
    fake("nvidia-smi", "exit 9");
    assertThat(doctor(bareLaunch()).out()).containsPattern("note +GPU +'nvidia-smi' finds no GPU");
    fake("uname", "echo Linux x86_64");
    fake("nvidia-smi", "echo 470.82.01, Old Card");
    assertThat(doctor(bareLaunch()).out())
        .containsPattern("wrong +GPU +driver 470.82.01, Old Card is older than 525");
  }

  @Test
  void javaIsMissing() throws Exception {
    assertRefused(
        bareLaunch().with("JAVA_HOME", null).run("run", "first"), "Java is missing", "JDK 17");
  }

  @Test
  void javaHomeIsWrong() throws Exception {
    assertRefused(
        bareLaunch().with("JAVA_HOME", "/no/such").run("info"), "JAVA_HOME is /no/such", "JDK 17");
  }

  @Test
  void javaIsTooOld() throws Exception {
    fake("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    assertRefused(bareLaunch().with("JAVA_HOME", null).run("run", "first"), "version 11", "JDK 17");
    fake("java", "echo 'java version \"1.8.0_401\"' >&2");
    assertRefused(bareLaunch().with("JAVA_HOME", null).run("run", "first"), "version 1:", "JDK 17");
  }

  @Test
  void javaHasNoCompiler() throws Exception {
    fake("java", "echo '    java.home = /no/such' >&2", "echo 'openjdk version \"21\"' >&2");
    assertRefused(
        bareLaunch().with("JAVA_HOME", null).run("run", "first"), "without a compiler", "JDK 17");
  }

  @Test
  void pythonIsMissingOrTooOld() throws Exception {
    assertRefused(bareLaunch().run("run", "first"), "Python is missing", "Python 3.10 or newer");
    fake("python3", "echo '3.8 False'");
    assertRefused(bareLaunch().run("run", "first"), "version 3.8", "Python 3.10 or newer");
  }

  @Test
  void pythonComesWithoutVenv() throws Exception {
    fake("python3", "case $2 in *ensurepip*) exit 1 ;; esac", "echo '3.12 True'");
    assertRefused(bareLaunch().run("run", "first"), "without venv", "python3-venv");
  }

  @Test
  void aFailedStepShowsTheEndOfItsLogAndIsTakenUpAgain() throws Exception {
    fake(
        "python3",
        "case $2 in *ensurepip*) exit 0 ;; venv) echo disk is full; exit 1 ;; esac",
        "echo '3.12 True'");
    for (int attempt = 1; attempt <= 2; attempt++) {
      final Outcome outcome = bareLaunch().run("setup");
      assertThat(outcome.err())
          .contains("Installing Jupyter", "failed", "disk is full")
          .contains(bare.resolve("environment/.setup.log").toString());
      assertThat(outcome.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void aBuildLeavesTheJarThatAProgramHasOpen() throws Exception {
    final Path jar = Files.writeString(bare.resolve("target/metasift.jar"), "old");
    Files.writeString(bare.resolve("pom.xml"), "newer than the jar");
    Files.createDirectories(bare.resolve("src/main"));
    final Path mvnw =
        Files.writeString(bare.resolve("mvnw"), "#!/bin/sh\nprintf new >target/metasift.jar\n");
    Files.setPosixFilePermissions(mvnw, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    try (InputStream open = Files.newInputStream(jar)) {
      bareLaunch().with("METASIFT_NO_BUILD", null).run("info");
      assertThat(jar).hasContent("new");
      assertThat(new String(open.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("old");
    }
  }

  @Test
  void verbsGoToTheCommandLineAlsoThroughLinks() throws Exception {
    final Path link = Files.createSymbolicLink(scratch.resolve("metasift"), Path.of("hop"));
    final Path hop =
        Files.createSymbolicLink(scratch.resolve("hop"), Launch.PROJECT.resolve("metasift"));
    final Outcome info = new Launch(scratch, scratch).run("info");
    assertThat(info.out()).containsPattern("Java +" + Runtime.version().feature());
    assertThat(info.exitCode()).isZero();
    assertRefused(new Launch(scratch, scratch).run("inof"), "no verb 'inof'", "bench, spark, info");
    Files.delete(link);
    Files.delete(hop);
  }
}
