package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.metasift.attack.Pattern;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.data.array.NpyFloats;
import org.metasift.data.array.NpyHeader;
import org.metasift.data.read.ImageSource;
import org.metasift.nn.NetworkTest;
import org.metasift.nn.SmallVgg16;

/** The verbs on the small embedded set, and the sentences about wrong input. */
class VerbsTest extends CommandLineTest {
  @Test
  void aPickIsJudgedAndItsFolderGivesTheFigureAgain() throws IOException {
    final Path run = folder.resolve("dcm");
    final int code =
        run(
            "sift",
            "--data",
            "small",
            "--sifter",
            "dcm",
            "--budget",
            "300",
            "--corruption_type",
            "badnets",
            "--corruption_ratio",
            "0.33",
            "--tar_lab",
            "38",
            "--random_seed",
            "3",
            "--json",
            "--out",
            run.toString());
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    final JsonNode printed = new ObjectMapper().readTree(out.toString());
    assertThat(printed.at("/attack/name").asText()).isEqualTo("badnets");
    assertThat(printed.at("/seed").asLong()).isEqualTo(3);
    assertThat(printed.at("/figures/NCR").asDouble()).isBetween(1.0, 200.0);
    assertThat(run)
        .isDirectoryContaining("glob:**/base_set.npy")
        .isDirectoryContaining("glob:**/base_set.csv")
        .isDirectoryContaining("glob:**/picked.png");
    assertThat(Files.readAllLines(run.resolve("base_set.csv"))).hasSize(301);
    assertThat(printed.at("/figures/AUROC").asDouble()).isBetween(1.0, 99.0);
    assertThat(printed.at("/figures/TPR@1%FPR").asDouble())
        .isBetween(0.0, printed.at("/figures/TPR@5%FPR").asDouble());
    assertThat(run.resolve("roc.png")).exists();
    final List<String> suspects = Files.readAllLines(run.resolve("suspects.csv"));
    assertThat(suspects.get(0)).isEqualTo("index,id,label,class,trust");
    assertThat(Files.readAllLines(run.resolve("trust.csv"))).hasSameSizeAs(suspects);

    assertThat(run("evaluate", run.toString())).isZero();
    assertThat(out.toString())
        .contains("NCR", "AUROC", "TPR@1%FPR", "TPR@5%FPR")
        .contains("on record")
        .doesNotContain("differs");
    theRankingIsJudgedWithThePick(run, printed.at("/figures/AUROC").asDouble());
    final Path record = run.resolve("run.json");
    Files.writeString(
        record, Files.readString(record).replaceFirst("\"NCR\" : [0-9.]+", "\"NCR\" : 1.0"));
    assertThat(run("evaluate", run.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("differs");
    Files.writeString(
        record, Files.readString(record).replaceFirst("\"seed\" : 3", "\"seed\" : 4"));
    refused("the images differ from those of the run", "evaluate", run.toString());
    refused("is not empty", "sift", "--data", "small", "--sifter", "dcm", "--out", run.toString());
  }

  private void theRankingIsJudgedWithThePick(Path run, double auroc) throws IOException {
    final String picks = run.resolve("base_set.npy").toString();
    final String judged = String.format(Locale.ROOT, "AUROC %.3f %% (poisoned images: ", auroc);
    assertThat(run("evaluate", run.toString(), "--picks", picks)).isZero();
    assertThat(out.toString().lines()).hasSize(4).anyMatch(line -> line.startsWith(judged));
    assertThat(run("evaluate", run.toString(), "--picks", picks, "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get(1).get("percent").asDouble())
        .isEqualTo(auroc);
    final Path other = run.resolve("other.npy");
    final byte[] bytes = Files.readAllBytes(Path.of(picks)); // the last index becomes the worst
    final int worst =
        Integer.parseInt(Files.readAllLines(run.resolve("suspects.csv")).get(1).split(",", 2)[0]);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 8, worst);
    Files.write(other, bytes);
    assertThat(run("evaluate", run.toString(), "--picks", other.toString())).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(err.toString())
        .contains(
            "trust.csv is not judged: the picks in other.npy are not the images that it trusts");

    final Path csv = run.resolve("trust.csv");
    final String whole = Files.readString(csv);
    Files.writeString(csv, whole.replaceFirst("\n0,", "\n1,"));
    refused(csv + ": has the index '1' in line 3", "evaluate", run.toString());
    Files.delete(csv);
    assertThat(run("evaluate", run.toString())).isZero();
    assertThat(out.toString()).contains("NCR").doesNotContain("AUROC");
    assertThat(err.toString())
        .contains("note: " + csv + " is missing: AUROC and TPR are not computed again");
    Files.writeString(csv, whole);
  }

  @Test
  void anUnknownOptionIsNamedWithTheNearOne() {
    refused(
        "metasift sift: there is no option '--colect'; did you mean --collect?",
        "sift",
        "--colect",
        "link");
    assertThat(err.toString()).doesNotContain("'link'");
    refused("there is no option '--xyzzyx'", "sift", "--xyzzyx");
    refused("'spare'", "sift", "spare");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatCannotBeMadeIsToldWithTheReason() {
    refused(
        "/proc/foo cannot be created: the system allows no folders in /proc",
        "sift",
        "--data",
        "small",
        "--sifter",
        "dcm",
        "--out",
        "/proc/foo");
  }

  @Test
  void aRunNamesTheTriggerThatItWasGiven() throws IOException {
    final ImageSet images = ImageSource.open(tinyData(20).resolve("train")).images();
    final Path trigger = folder.resolve("trigger.npy");
    final Pattern pattern = Pattern.noise(images, 1).times(0.2);
    pattern.write(trigger);
    final Path run = folder.resolve("smooth");
    final String[] sift = {
      "sift",
      "--data",
      folder.resolve("data").toString(),
      "--attack",
      "smooth",
      "--target",
      "1",
      "--trigger",
      trigger.toString(),
      "--sifter",
      "dcm",
      "--budget",
      "9",
      "--out",
      run.toString()
    };
    assertThat(run(sift)).as(err.toString()).isZero();
    final String named = "%s, fingerprint %s".formatted(pattern, pattern.fingerprint());
    assertThat(run.resolve("run.json")).content().contains("\"trigger\" : \"" + named + "\"");
    assertThat(run.resolve("report.html")).content().contains(named);
    assertThat(run("evaluate", run.toString())).isZero();
    pattern.times(0.5).write(trigger);
    refused(
        "the trigger in " + trigger + " differs from that of the run: pattern",
        "evaluate",
        run.toString());
    sift[sift.length - 1] = folder.resolve("other").toString();
    pattern.times(51).write(trigger);
    refused("the largest value of the trigger is 10.", sift);
    Files.write(trigger, NpyHeader.write("<i4", 32, 32, 3));
    refused("has dtype <i4; float32 or float64 is needed", sift);
    new NpyFloats(new long[] {32, 32}, new float[1024]).write(trigger);
    refused("has shape [32, 32]; a trigger is (channels, height, width)", sift);
    new NpyFloats(new long[] {1, 16, 16, 3}, new float[768]).write(trigger);
    refused("the largest value of the trigger is 0.0", sift);
    Pattern.noise(TinyImages.of(16, 3, 0, 2), 0).write(trigger);
    refused("a trigger of 16 x 16 x 3 for images of 32 x 32 x 3", sift);
  }

  @Test
  void aDamagedRunIsToldWithItsFileAndField() throws IOException {
    final Path run = folder.resolve("run");
    assertThat(
            run(
                "sift",
                "--data",
                "small",
                "--sifter",
                "random",
                "--attack",
                "badnets",
                "--out",
                run.toString()))
        .as(err.toString())
        .isZero();
    final Path file = run.resolve("run.json");
    final String whole = Files.readString(file);
    final ObjectMapper json = new ObjectMapper();
    for (final String field :
        new String[] {"data", "figures", "fingerprint", "seed", "settings", "verb"}) {
      final ObjectNode without = (ObjectNode) json.readTree(whole);
      without.remove(field);
      json.writeValue(file.toFile(), without);
      refused(file + " is damaged: " + field + " is missing", "evaluate", run.toString());
      json.writeValue(file.toFile(), without.putNull(field));
      refused(file + " is damaged: " + field + " is missing", "evaluate", run.toString());
    }
    Files.writeString(file, "null");
    refused(file + " is damaged: it holds null", "evaluate", run.toString());
    final ObjectNode record = (ObjectNode) json.readTree(whole);
    record.putObject("data");
    json.writeValue(file.toFile(), record);
    refused(file + " is damaged: reading is missing", "evaluate", run.toString());
    record.setAll((ObjectNode) json.readTree(whole));
    record.putObject("figures");
    json.writeValue(file.toFile(), record);
    refused(file + " is damaged: figures holds no NCR", "evaluate", run.toString());

    Files.writeString(file, whole);
    final Path base = run.resolve("base_set.json");
    final String picks = Files.readString(base);
    Files.writeString(base, picks.replaceFirst("\"index\" : [0-9]+", "\"index\" : 9999999"));
    refused("base_set.npy: differs from base_set.json", "evaluate", run.toString());
    Files.delete(run.resolve("base_set.npy"));
    refused("base_set.csv: differs from base_set.json", "evaluate", run.toString());
    Files.delete(run.resolve("base_set.csv"));
    refused(base + ": holds index 9999999; 0 to ", "evaluate", run.toString());
    Files.writeString(base, picks.replaceFirst("\"label\" : [0-9]+", "\"label\" : 41"));
    refused("with label 41; in the data it is", "evaluate", run.toString());
    Files.writeString(base, picks.replaceFirst("\"id\" : \"[^\"]*\"", "\"id\" : \"foo\""));
    refused("as 'foo' with label", "evaluate", run.toString());
  }

  @Test
  void aPoisonedCopyComesWithTheTruth() throws IOException {
    final Path run = folder.resolve("flip");
    assertThat(
            run(
                "poison",
                "--data",
                "small",
                "--attack",
                "targeted_label_flipping",
                "--source",
                "2",
                "--ratio",
                "0.1",
                "--out",
                run.toString()))
        .isZero();
    assertThat(out.toString()).contains("poisoned by Targeted label flip (all labelled class 38");
    final long poisoned =
        Files.readAllLines(run.resolve("truth.csv")).stream()
            .filter(line -> line.endsWith(",38,1,2"))
            .count();
    assertThat(poisoned).isPositive();
    assertThat(out.toString()).contains("%d of them poisoned".formatted(poisoned));
    assertThat(run.resolve("train").resolve("images.npy")).exists();
    assertThat(run.resolve("attacked").resolve("labels.npy")).exists();
    final Path picked = folder.resolve("picked");
    final String[] pick = {
      "sift", "--data", run.toString(), "--sifter", "random", "--out", picked.toString()
    };
    assertThat(run(pick)).isZero();
    assertThat(out.toString()).contains("train/: ", "test/: ", "1,000 images picked");
    final String picks = picked.resolve("base_set.npy").toString();
    assertThat(run("evaluate", run.toString(), "--picks", picks)).isZero();
    assertThat(out.toString())
        .startsWith("NCR ")
        .contains(" of 1,000 picked are poisoned, %d of ".formatted(poisoned));
    refused("a run without an attack", "evaluate", picked.toString(), "--picks", picks);
    refused("none.npy: no such file", "evaluate", run.toString(), "--picks", "none.npy");
    final Path images = run.resolve("train").resolve("images.npy");
    refused("indices must be (n)", "evaluate", run.toString(), "--picks", images.toString());
    pick[pick.length - 1] = folder.resolve("again").toString();
    Files.move(run.resolve("test"), folder.resolve("test"));
    refused("is " + run.resolve("train") + " meant?", pick);
    Files.move(folder.resolve("test"), run.resolve("test"));
    assertThat(run("evaluate", run.toString())).isZero();
    assertThat(out.toString()).contains("Poisoned share", "on record").doesNotContain("differs");
    assertThat(run("evaluate", "--json", run.toString())).isZero();
    assertThat(out.toString()).contains("\"onRecord\" : ", "\"same\" : true");
  }

  @Test
  void aNetworkIsTrainedPurifiedAndJudgedAgain() {
    final Path victim = folder.resolve("victim");
    assertThat(
            run(
                "train",
                "--data",
                "small",
                "--attack",
                "badnets",
                "--network",
                "resnet18-2",
                "--epochs",
                "1",
                "--out",
                victim.toString()))
        .isZero();
    assertThat(out.toString()).contains("ACC", "ASR");
    assertThat(run("evaluate", victim.toString())).isZero();
    final Path purified = folder.resolve("purified");
    assertThat(
            run(
                "purify",
                "--network",
                victim.toString(),
                "--clean",
                "60",
                "--bad",
                "4",
                "--rounds",
                "1",
                "--seed",
                "7",
                "--out",
                purified.toString()))
        .isZero();
    assertThat(out.toString())
        .contains("ASR before", "ACC before", "1 rounds")
        .contains("of " + victim + " with 60 clean and 4 poisoned images, seed 7");
    refused(
        "go with --data", "purify", "--network", victim.toString(), "--clean", "9", "--side", "64");
    assertThat(run("evaluate", purified.toString())).isZero();
    assertThat(out.toString()).contains("ACC before", "ASR before").doesNotContain("differs");
    assertThat(victim.resolve("losses.png")).exists();
    assertThat(purified.resolve("asr_acc.png")).exists();
  }

  @Test
  void aNetworkThatDivergesIsNoWrongInput() throws IOException {
    final Path data = tinyData(20);
    final Path file = folder.resolve("network.safetensors");
    NetworkTest.overflowing(new SmallVgg16(3, 3, 2), "classifier.weight").save(file);
    final Path run = folder.resolve("purified");
    final int code =
        run(
            "purify",
            "--data",
            data.toString(),
            "--network",
            file.toString(),
            "--attack",
            "badnets",
            "--target",
            "1",
            "--clean",
            "20",
            "--out",
            run.toString());
    assertThat(code).as(err.toString()).isEqualTo(1);
    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("metasift purify: ")
        .contains("diverged", "round 1", "lower the learning rate");
    assertThat(run).doesNotExist();
  }

  @Test
  void wrongInputIsToldInOneSentence() throws IOException {
    refused("there is no attack 'badnet'; there are badnets, ", "poison", "--attack", "badnet");
    refused("no attack was named", "poison");
    refused("--device is 'tpu'; cpu, gpu and gpu:N are allowed", "sift", "--device", "tpu");
    refused("no attack was named", "sift", "--ratio", "0.1");
    refused(
        "source has no effect on the attack badnets, which takes ratio, target",
        "sift",
        "--attack",
        "badnets",
        "--source",
        "3");
    refused("ratio is 1.5", "sift", "--data", "small", "--attack", "badnets", "--ratio", "1.5");
    refused("target class 77", "sift", "--data", "small", "--attack", "badnets", "--target", "77");
    refused("--meta_lr has no effect in the artifact", "sift", "--meta_lr", "0.1");
    refused("--num_act sizes gates", "sift", "--num_act", "4");
    refused("there is no sifter 'dmc'", "sift", "--sifter", "dmc");
    refused("--v-lr has no effect on the sifter dcm", "sift", "--sifter", "dcm", "--v_lr", "1");
    refused("--profile is 'big'", "sift", "--profile", "big");
    refused("--num-sifters is 0; 1 to 100", "sift", "--num_sifter", "0");
    refused("--sift-epochs is 0; 1 to", "sift", "--res_epochs", "0");
    refused("--v-lr is 0.0; it must", "sift", "--v_lr", "0");
    refused("budget is 5", "sift", "--data", "small", "--sifter", "dcm", "--budget", "5");
    refused("--seed is -1", "sift", "--data", "small", "--seed", "-1");
    refused("nowhere: does not exist", "sift", "--data", "nowhere");
    refused("holds nothing that can be read", "sift", "--data", folder.toString());
    refused("--network is 'alexnet'", "train", "--network", "alexnet");
    refused("epochs is 0", "train", "--epochs", "0");
    refused("holds no finished run", "evaluate", folder.toString());
    refused("none does not exist; the folder of a", "evaluate", "none");
    refused("does not exist", "purify", "--data", "small", "--network", "none.pth", "--clean", "9");
    refused("no base set given; --base DIR", "purify", "--network", "x");
    refused("no base set given; --base DIR", "purify", "--network", "x", "--bad", "8");
    refused("only one of the two", "purify", "--network", "x", "--base", "y", "--clean", "9");
    refused("only one of the two", "purify", "--network", "x", "--base", "y", "--bad", "9");
    final String count = "'--budget': 'abc' is not a whole number";
    refused(count, "sift", "--budget", "abc");
    refused(count, "sift", "--total_pick", "abc");
    refused("'--ratio': 'nan'; numbers such as 0.5 are allowed", "sift", "--ratio", "nan");
    final Path file = Files.writeString(folder.resolve("file"), "x");
    final String taken = "--out is " + file + ", a file; a folder is needed";
    refused(taken, "table", "--out", file.toString());
    refused(taken, "poison", "--attack", "badnets", "--out", file.toString());
    final String below = file.resolve("a").resolve("b").toString();
    for (final String verb : List.of("tune", "check", "table", "sift")) {
      refused("--out is " + below + ", below " + file + ", a file;", verb, "--out", below);
    }
    final Path fresh = folder.resolve("fresh");
    refused("does not exist", "table", "--data", "nowhere", "--out", fresh.toString());
    refused(
        "poisoned is 3",
        "study",
        "new",
        "--data",
        "small",
        "--attack",
        "badnets",
        "--poisoned",
        "3",
        "--out",
        fresh.toString());
    assertThat(fresh).doesNotExist();
    Files.writeString(folder.resolve("run.json"), "{");
    refused("run.json is damaged: it is not JSON", "evaluate", folder.toString());
    refused(
        "dtype",
        "poison",
        "--data",
        "small",
        "--attack",
        "narcissus",
        "--trigger",
        Files.write(folder.resolve("t.npy"), NpyHeader.write("<i4", 3, 2, 2)).toString());
  }
}
