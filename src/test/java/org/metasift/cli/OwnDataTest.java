package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.Picture;
import org.metasift.data.TinyImages;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.OwnData;
import org.metasift.lab.RunRecord;
import org.metasift.report.SiftReport;
import org.metasift.sift.Collected;
import org.metasift.sift.metasift.MetaSift;
import picocli.CommandLine;
import tech.tablesaw.api.Table;

/** A folder of images of one's own: its pick, report and files, and settings tuned for it. */
class OwnDataTest extends CommandLineTest {
  private static final ImageSet IMAGES = TinyImages.of(28, 3, 1, 40, 30, 25);

  private Path data;

  @BeforeEach
  void writeImages() throws IOException {
    data = folder.resolve("data");
    for (int i = 0; i < IMAGES.size(); i++) {
      final Path file = data.resolve(IMAGES.classNames().get(IMAGES.label(i))).resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(Picture.of(IMAGES, i), "png", file.toFile());
    }
  }

  private String[] sift(String... more) {
    return Stream.concat(
            Stream.of("sift", "--data", data.toString(), "--budget", "12"), Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void aFolderGoesInAndAListAReportAndTheFilesComeOut() throws IOException {
    Files.writeString(data.resolve("class 0/damaged.png"), "no picture");
    final Path out = folder.resolve("out");
    assertThat(
            run(
                sift(
                    "--width",
                    "2",
                    "--batch-size",
                    "32",
                    "--num-sifters",
                    "2",
                    "--collect",
                    "link",
                    "--out",
                    out.toString())))
        .isZero();
    assertThat(this.out.toString())
        .contains("95 images, 28 x 28 RGB, 3 classes, from an image folder")
        .contains("12 images picked by Meta-Sift");
    assertThat(err.toString())
        .containsOnlyOnce("warning: images that could not be read: 1")
        .containsOnlyOnce("left out: " + data.resolve("class 0/damaged.png"));
    final Table picks = Table.read().csv(out.resolve("base_set.csv").toFile());
    assertThat(picks.rowCount()).isEqualTo(12);
    for (final String id : picks.stringColumn("id")) {
      assertThat(out.resolve("picked").resolve(id)).hasSameBinaryContentAs(data.resolve(id));
    }
    try (Stream<Path> files = Files.walk(out.resolve("picked"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(12);
    }
    final MetaSift.Settings settings = MetaSift.Settings.read(out.resolve("settings.json"));
    assertThat(settings.width()).isEqualTo(2);
    assertThat(this.out.toString()).contains(settings.toString());
    final String report = Files.readString(out.resolve("report.html"));
    assertThat(report.replaceAll("</?span>", "")) // around words with a hyphen
        .contains("Base set of 12 images", "class 2")
        .contains("alt=\"Histogram of the trust: 12 picked images from ")
        .contains("alt=\"Images that two sifters share, in percent, for every pair: Two sifters")
        .contains("alt=\"The 60 least trusted images, of ", "They are suspects, not proven poison")
        .contains("metasift audit " + out + " --attack badnets --target ")
        .contains("<li>" + data.resolve("class 0/damaged.png"))
        .contains("two random picks would share 12.6 %") // 12 of 95
        .contains("To repeat it", "metasift sift --data " + data, "--width 2 --batch-size 32")
        .contains("settings.json, for --settings")
        .contains("nobody knows which images carry poison")
        .doesNotContain("http", "NCR ", "is poisoned", "the poison was put in");

    final Path java = folder.resolve("java");
    final SiftReport same =
        OwnData.standard(12)
            .withSifter(images -> new MetaSift(settings))
            .collecting(Collected.LINK)
            .sift(data, java);
    assertThat(same.warnings()).contains("images that could not be read: 1");
    assertThat(java.resolve("base_set.csv")).hasSameTextualContentAs(out.resolve("base_set.csv"));
    for (final String list : List.of("trust.csv", "suspects.csv")) {
      assertThat(java.resolve(list)).hasSameTextualContentAs(out.resolve(list));
    }
    assertThat(Files.readAllLines(out.resolve("suspects.csv"))).hasSize(96);
    assertThat(java.resolve("unreadable.csv"))
        .hasSameTextualContentAs(out.resolve("unreadable.csv"));
    assertThat(java.resolve("picked")).isDirectoryRecursivelyContaining("glob:**.png");
    assertThat(java.resolve("report.html")).content().contains("Base set of 12 images", "class 2");
  }

  @Test
  void theWarningsOfBothPartsAreToldBeforeTheWork() throws IOException {
    final Path parts = Files.createDirectories(folder.resolve("parts"));
    Files.move(data, parts.resolve("train"));
    writeImages();
    Files.move(data, parts.resolve("test"));
    Files.writeString(parts.resolve("train/class 0/damaged.png"), "no picture");
    Files.writeString(parts.resolve("test/class 1/a.png"), "no picture");
    Files.writeString(parts.resolve("test/class 1/b.png"), "no picture");
    final String[] verb = {"sift", "train", "poison", "check", "tune", "table"};
    for (int k = 0; k < verb.length; k++) {
      final String[] args = {
        verb[k], "--data", parts.toString(), "--out", folder.resolve("out" + k).toString()
      };
      final String[] attack =
          switch (verb[k]) {
            case "check", "table" -> new String[] {"--attacks", "badnets", "--target", "99"};
            default -> new String[] {"--attack", "badnets", "--target", "99"};
          };
      final String[] all = Stream.of(args, attack).flatMap(Stream::of).toArray(String[]::new);
      assertThat(run(all)).as(verb[k]).isEqualTo(2); // for the target, after the images were read
      assertThat(err.toString())
          .as(verb[k])
          .startsWith("warning: train/: images that could not be read: 1")
          .containsOnlyOnce("warning: test/: images that could not be read: 2")
          .containsOnlyOnce("left out: " + parts.resolve("test/class 1/b.png"));
    }
  }

  @Test
  void aClassIsNamedByItsNameOrItsNumber() throws IOException {
    final String[] poison = {
      "poison", "--data", data.toString(), "--attack", "targeted-label-flip"
    };
    final Path named = folder.resolve("named");
    final Path numbered = folder.resolve("numbered");
    assertThat(run(with(poison, "--source", "class 2", "--target", "class 1", "--out", named)))
        .as(err.toString())
        .isZero();
    assertThat(run(with(poison, "--source", "2", "--target", "1", "--out", numbered))).isZero();
    assertThat(named.resolve("truth.csv")).hasSameTextualContentAs(numbered.resolve("truth.csv"));
    assertThat(RunFolder.read(named, RunRecord.class).attack().target()).isEqualTo(1);
    assertThat(run(with(poison, "--source", "class 2", "--target", "class 9"))).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "--target is 'class 9'; the classes are class 0, class 1, class 2, or their numbers 0 to 2");
    final String[] table = {
      "table", "--data", data.toString(), "--attacks", "badnets", "--budget", "12"
    };
    final Path cells = folder.resolve("table");
    assertThat(run(with(table, "--sifters", "random", "--target", "class 1", "--out", cells)))
        .as(err.toString())
        .isZero();
    assertThat(cells.resolve("ncr.csv")).content().contains("badnets, target 1");
  }

  @Test
  void anAuditPlantsInAClassByItsName() {
    final Path run = folder.resolve("run");
    assertThat(run(sift("--sifter", "random", "--out", run.toString()))).isZero();
    final String[] audit = {"audit", run.toString(), "--attack", "badnets", "--ratio", "0.5"};
    assertThat(run(with(audit, "--planted", "4", "--size", "8", "--target", "class 1")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("badnets, target 1");
  }

  private static String[] with(String[] args, Object... more) {
    return Stream.concat(Stream.of(args), Stream.of(more).map(Object::toString))
        .toArray(String[]::new);
  }

  @Test
  void aBudgetThatNobodyGaveIsToldToBeTheDefault() {
    refused(
        "no --budget was given, and the default does not fit these images: budget is 1000; 3 (one image a class) to 95 (the whole set) is allowed",
        "sift",
        "--data",
        data.toString());
    refused("--budget is 96; 3 (one", "sift", "--data", data.toString(), "--budget", "96");
    for (final String verb : List.of("tune", "table")) {
      refused(
          "no --budget was given, and the default does not fit",
          verb,
          "--data",
          data.toString(),
          "--out",
          folder.resolve(verb).toString(),
          verb.equals("table") ? "--target=1" : "--seed=1");
    }
  }

  @Test
  void siftingWithoutDataSaysFirstThatTheImagesAreNotOnesOwn() throws IOException {
    final Path used = Files.createDirectories(folder.resolve("used"));
    Files.writeString(used.resolve("x"), "");
    assertThat(run("sift", "--out", used.toString())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("no --data: sifting %s, not your own images".formatted(DataSource.usual()))
        .contains("is not empty");
    assertThat(DataSource.usual()).isIn("the embedded drawn signs", "the GTSRB benchmark");
    assertThat(run("sift", "--data", "small", "--out", used.toString())).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("no --data");
  }

  @Test
  void whatSpeaksAgainstTheDataIsInTheReport() throws IOException {
    Files.writeString(data.resolve("class 0/damaged.png"), "no picture");
    Files.copy(data.resolve("class 1/1.png"), data.resolve("class 0/copy.png"));
    for (int i = 2; i < 62; i += IMAGES.classes()) {
      Files.delete(data.resolve("class 2").resolve(i + ".png"));
    }
    final Path out = folder.resolve("out");
    assertThat(run(sift("--sifter", "random", "--out", out.toString()))).isZero();
    assertThat(out.resolve("report.html"))
        .content()
        .contains("<li>images that could not be read: 1</li>", "alt=\"Histogram of the trust")
        .contains("<li>exact copies of earlier images: 1, of them with another label: 1")
        .containsOnlyOnce("1 class has fewer than 20 images, too few to tell odd ones from others")
        .doesNotContain("speaks against it");
    assertThat(run(sift("--sifter", "random", "--json"))).isZero();
    assertThat(new ObjectMapper().readTree(this.out.toString()).at("/warnings/0").asText())
        .isEqualTo("images that could not be read: 1");
  }

  @Test
  void everyUnreadableFileIsListedInTheFolder() throws IOException {
    for (int k = 0; k < 25; k++) {
      Files.writeString(data.resolve("class 1/damaged, %d.png".formatted(k)), "no picture");
    }
    final Path out = folder.resolve("out");
    assertThat(run(sift("--sifter", "random", "--out", out.toString()))).isZero();
    assertThat(err.toString()).contains("left out: 5 more");
    final Table left = Table.read().csv(out.resolve("unreadable.csv").toFile());
    assertThat(left.columnNames()).containsExactly("path", "reason");
    assertThat(left.rowCount()).isEqualTo(25);
    assertThat(left.stringColumn("path").asList())
        .contains(data.resolve("class 1/damaged, 24.png").toString());
    assertThat(left.stringColumn("reason").get(0)).startsWith("is not a PNG");
  }

  @Test
  void anyFileNameIsOneFieldOfTheTruth() throws IOException {
    final String folderOfFirst = IMAGES.classNames().get(IMAGES.label(0));
    final String renamed = folderOfFirst + "/no \"0\", blurred.png";
    Files.move(data.resolve(folderOfFirst).resolve("0.png"), data.resolve(renamed));
    final Path out = folder.resolve("flipped");
    assertThat(
            run(
                "poison",
                "--data",
                data.toString(),
                "--attack",
                "random-label-flip",
                "--out",
                out.toString()))
        .as(err.toString())
        .isZero();
    final Table truth = Table.read().csv(out.resolve("truth.csv").toFile());
    assertThat(truth.rowCount()).isEqualTo(IMAGES.size());
    assertThat(truth.stringColumn("id").asList()).contains(renamed);
  }

  @Test
  void theFilesOfTheTrainingPartAreCollected() throws IOException {
    final Path parts = Files.createDirectories(folder.resolve("parts"));
    Files.move(data, parts.resolve("train"));
    writeImages();
    Files.move(data, parts.resolve("test"));
    final Path out = folder.resolve("collected");
    final int code =
        run(
            "sift",
            "--data",
            parts.toString(),
            "--sifter",
            "random",
            "--budget",
            "6",
            "--collect",
            "copy",
            "--out",
            out.toString());
    assertThat(code).as(this.err.toString()).isZero();
    for (final String id :
        Table.read().csv(out.resolve("base_set.csv").toFile()).stringColumn("id")) {
      assertThat(out.resolve("picked").resolve(id))
          .hasSameBinaryContentAs(parts.resolve("train").resolve(id));
    }
  }

  @Test
  void theFilesOfACsvListAreCollectedByClass() throws IOException {
    final StringBuilder list = new StringBuilder("path,label\n");
    for (int i = 0; i < IMAGES.size(); i++) { // two files of a name in each class
      final Path file = data.resolve(IMAGES.classNames().get(IMAGES.label(i))).resolve(i + ".png");
      final Path to = folder.resolve("pool/%d/%d.png".formatted(i % 2, i / 2));
      Files.createDirectories(to.getParent());
      Files.move(file, to);
      list.append(
          i % 4 == 0 ? "%s,a/b%n".formatted(to) : "pool/%d/%d.png,..%n".formatted(i % 2, i / 2));
    }
    final Path csv = Files.writeString(folder.resolve("list.csv"), list);
    final Path out = folder.resolve("out");
    final String[] args = {
      "sift",
      "--data",
      csv.toString(),
      "--sifter",
      "random",
      "--budget",
      "" + IMAGES.size(),
      "--collect",
      "copy",
      "--out",
      out.toString()
    };
    assertThat(run(args)).as(err.toString()).isZero();
    final Path[] put = new Path[2];
    for (int k = 0; k < 2; k++) {
      put[k] = out.resolve("picked").resolve(k == 0 ? ".. 0" : "a_b 1");
      assertThat(put[k]).isDirectory();
    }
    assertThat(put[0].toFile().list()).hasSize(IMAGES.size() * 3 / 4).contains("1 (2).png");
    assertThat(put[1].toFile().list()).hasSize((IMAGES.size() + 3) / 4);
    assertThat(put[1].resolve("2.png")).hasSameBinaryContentAs(folder.resolve("pool/0/2.png"));
  }

  @Test
  void theWayOfReadingIsKeptForEvaluation() throws IOException {
    final Path out = folder.resolve("scaled");
    assertThat(run(sift("--sifter", "dcm", "--side", "32", "--out", out.toString()))).isZero();
    assertThat(this.out.toString()).contains("32 x 32");
    final RunRecord record = RunFolder.read(out, RunRecord.class);
    assertThat(record.data().reading().side()).isEqualTo(32);
    assertThat(record.scene(new PrintWriter(err)).train().height())
        .isEqualTo(32); // and the fingerprint agrees
  }

  @Test
  void aSearchTakesThePapersPseudoPoisonUnlessAnotherIsNamed() {
    final CommandLine tune = Main.commandLine().getSubcommands().get("tune");
    final List<String> kinds = tune.getCommandSpec().findOption("--pseudo").getValue();
    assertThat(kinds).containsExactly("narcissus");
  }

  @Test
  void settingsAreTunedForItAndTakenBySift() throws IOException {
    final Path out = folder.resolve("tuned");
    final String[] tune = tuneOnce(data, "12", out, "--stride", "1", "--v-lr", "0.02");
    final int code = run(tune);
    assertThat(code).isIn(0, 1); // whether pseudo-poison was picked is the search's affair
    assertThat(this.out.toString()).contains("1 trials of 1 settings", "seconds a pick");
    assertThat(Table.read().csv(out.resolve("tuning.csv").toFile()).rowCount()).isEqualTo(1);
    final MetaSift.Settings settings = MetaSift.Settings.read(out.resolve("settings.json"));
    assertThat(settings.profile()).isEqualTo("tuned");
    assertThat(settings.stride()).isEqualTo(1);
    assertThat(settings.weigherLearningRate()).isEqualTo(0.02);
    final RunRecord record = RunFolder.read(out, RunRecord.class);
    assertThat(record.verb()).isEqualTo("tune");
    assertThat(record.fingerprint())
        .isEqualTo(record.scene(new PrintWriter(err)).train().fingerprint());
    assertThat(record.settings())
        .contains("budget 12, up to 1 settings in up to 3600 s on 1 copies with badnets")
        .contains("v_lr 0.02", code == 0 ? "chosen" : "nothing clean, nearest");
    assertThat(record.figures()).containsKeys("NCR on pseudo-poison", "clean by chance");
    final double seconds = record.seconds();
    final String[] json = Arrays.copyOf(tune, tune.length + 1);
    json[tune.length] = "--json";
    assertThat(run(json)).isEqualTo(code);
    final JsonNode printed = new ObjectMapper().readTree(this.out.toString());
    assertThat(printed.get("chosen").asBoolean()).isEqualTo(code == 0);
    assertThat(printed.at("/settings/weigherLearningRate").asDouble()).isEqualTo(0.02);
    assertThat(printed.at("/rows/0/judged").asInt()).isEqualTo(1);
    assertThat(printed.get("trueNcr").isNull()).isTrue();
    assertThat(printed.get("chance").asDouble()).isBetween(0.0, 1.0);
    assertThat(printed.get("tries").asInt()).isEqualTo(1);
    assertThat(RunFolder.read(out, RunRecord.class).seconds()).isGreaterThanOrEqualTo(seconds);
    final Path sifted = folder.resolve("sifted");
    assertThat(
            run(
                sift(
                    "--settings",
                    out.resolve("settings.json").toString(),
                    "--out",
                    sifted.toString())))
        .isZero();
    assertThat(this.out.toString()).contains(settings.toString());
    refused("holds a run of 'sift'; name another folder", "tune", "--out", sifted.toString());
  }

  @Test
  void allSettingsTriedAreJudgedByTheTruthWhereItIsAskedFor() throws IOException {
    final Path out = folder.resolve("checked");
    final String[] tune = {
      "tune",
      "--data",
      data.toString(),
      "--attack",
      "badnets",
      "--target",
      "0",
      "--budget",
      "12",
      "--candidates",
      "2",
      "--copies",
      "1",
      "--most-sifters",
      "1",
      "--pseudo",
      "badnets",
      "--width",
      "2",
      "--check-all",
      "--out",
      out.toString()
    };
    assertThat(run(tune)).as(err.toString()).isIn(0, 1);
    assertThat(this.out.toString())
        .contains("on the set itself: NCR", "rank correlation of the two: NCR");
    assertThat(Table.read().csv(out.resolve("truth.csv").toFile()).rowCount()).isEqualTo(2);
    assertThat(RunFolder.read(out, RunRecord.class).figures()).containsKey("NCR");
    final String[] json = Arrays.copyOf(tune, tune.length + 1);
    json[tune.length] = "--json";
    run(json);
    assertThat(new ObjectMapper().readTree(this.out.toString()).get("checked")).hasSize(2);
  }

  private static void changed(Path settings, String from, String to) throws IOException {
    MetaSift.Settings.compact().save(settings);
    Files.writeString(settings, Files.readString(settings).replace(from, to));
  }

  @Test
  void wrongInputIsToldInOneSentence() throws IOException {
    final String out = folder.resolve("new").toString();
    refused("--collect needs --out and --data", sift("--collect", "copy"));
    refused("'--collect': 'f$1'; copy and link are allowed", sift("--collect", "f$1"));
    refused(
        "is not a file: only images of an image folder",
        "sift",
        "--data",
        "small",
        "--collect",
        "copy",
        "--out",
        out);
    refused(
        "is an image folder, which has no arrays named 'x' and 'y'",
        sift("--images", "x", "--labels", "y"));
    for (final String inside : List.of("runs", "class 0", "class 0/../runs/a")) {
      refused(
          "in the image folder " + data + ", where it would be read as a class",
          sift("--out", data.resolve(inside).toString()));
      assertThat(data.resolve("runs")).doesNotExist();
    }
    refused("budget is 99;", "sift", "--data", data.toString(), "--budget", "99");
    refused(
        "--v-lr has no effect on the sifter no-weigher",
        sift("--sifter", "no-weigher", "--v-lr", "1"));
    refused("has no test images", "train", "--data", data.toString(), "--out", out);
    Files.writeString(data.resolve("class 0/damaged.png"), "no picture");
    refused("1 of 96 images cannot be read", sift("--sifter", "dcm", "--strict"));
    refused("side is 300", sift("--side", "300"));
    refused("the default data set has its own form", "sift", "--strict");
    refused("--data small has its own form", "sift", "--data", "small", "--side", "40");
    refused("--time is 'soon'", "tune", "--time", "soon", "--out", out);
    refused("stride is 3; 1 to 2", "tune", "--stride", "3", "--out", out);
    refused("--num-sifters has no effect here", "tune", "--num-sifter", "2", "--out", out);
    refused("--lr is 10.0; it must", "tune", "--lr", "10", "--out", out);
    refused("--v-lr is 1000.0; it must", "tune", "--v-lr", "1000", "--out", out);
    refused("--check-all judges by the truth", "tune", "--check-all", "--out", out);
    refused("--candidates is 0; 1 to 1000", "tune", "--candidates", "0", "--out", out);
    final Path settings = folder.resolve("settings.json");
    refused("does not exist", sift("--settings", settings.toString()));
    Files.writeString(settings, "[3]");
    refused("is not a settings file", sift("--settings", settings.toString()));
    Files.writeString(settings, "{\"width\": 3}");
    refused(
        "lacks 'profile'; settings are profile, width", sift("--settings", settings.toString()));
    changed(settings, "\"topK\"", "\"top_k\" : 3, \"topK\"");
    refused("has the unknown field 'top_k'", sift("--settings", settings.toString()));
    changed(settings, ": 16", ": 16.7");
    refused("wrong value for 'width': a whole number", sift("--settings", settings.toString()));
    changed(settings, ": 16", ": \"16\"");
    refused("wrong value for 'width': a whole number", sift("--settings", settings.toString()));
    changed(settings, "\"compact\"", "null");
    refused("wrong value for 'profile': a text", sift("--settings", settings.toString()));
    changed(settings, ": 16", ": 0");
    refused("width is 0; 1 to 256", sift("--settings", settings.toString()));
    refused(
        "--settings and --profile", sift("--settings", settings.toString(), "--profile", "paper"));
    Files.createDirectories(folder.resolve("empty"));
    refused("holds nothing that can be read", "sift", "--data", folder.resolve("empty").toString());
    assertThat(List.of(folder.toFile().list())).doesNotContain("new");
  }
}
