package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.metasift.attack.Pattern;
import org.metasift.data.ImageSet;
import org.metasift.data.read.ImageSource;
import org.metasift.experiment.NcrTable;
import org.metasift.lab.RunRecord;
import tech.tablesaw.api.Table;

/** The table of NCR: what it computes, and that no finished cell is lost or computed again. */
class TableVerbTest extends CommandLineTest {
  private static List<String> command(Path folder, String... more) {
    final List<String> command =
        new ArrayList<>(
            List.of(
                "table",
                "--data",
                "small",
                "--budget",
                "200",
                "--attacks",
                "badnets,random-label-flip",
                "--sifters",
                "dcm,random",
                "--out",
                folder.toString()));
    command.addAll(List.of(more));
    return command;
  }

  private int table(String... more) {
    return run(command(folder, more).toArray(String[]::new));
  }

  /** The rows of the file of cells, as a reader beside the run sees them. */
  private Set<String> cells() {
    final Set<String> rows = new LinkedHashSet<>();
    if (Files.exists(folder.resolve(NcrTable.FILE))) {
      try (Connection file = open();
          ResultSet row =
              file.createStatement()
                  .executeQuery("select attack, sifter, seed, seconds from cells")) {
        while (row.next()) {
          rows.add(
              "%s %s %s %s"
                  .formatted(
                      row.getObject(1), row.getObject(2), row.getObject(3), row.getObject(4)));
        }
      } catch (final SQLException e) {
        return Set.of(); // the run is just making it
      }
    }
    return rows;
  }

  private RunRecord record(String verb) throws IOException {
    return new ObjectMapper().readValue(folder.resolve(verb + ".json").toFile(), RunRecord.class);
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(NcrTable.FILE));
  }

  @Test
  void theTableHasACellForEachAttackSifterAndSeed() throws IOException, SQLException {
    final List<String> command = command(folder, "--seeds", "0,1");
    assertThat(table("--seeds", "0,1")).isZero();
    assertThat(err.toString().lines()).hasSize(8).last().asString().startsWith("[8/8] random-lab");
    assertThat(out.toString()).contains("badnets", "dcm", "±");
    final Table read = Table.read().csv(folder.resolve("ncr.csv").toFile());
    assertThat(read.rowCount()).isEqualTo(8);
    assertThat(read.columnNames()).contains("attack", "sifter", "seed", "NCR (%)");
    assertThat(NcrTable.load(folder.resolve("ncr.csv")))
        .extracting(NcrTable.Cell::ncr)
        .containsExactlyElementsOf(read.doubleColumn("NCR (%)").asList());
    assertThat(read.columnNames()).contains("AUROC (%)", "TPR@1%FPR (%)", "TPR@5%FPR (%)");
    assertThat(out.toString()).contains("TPR@5%FPR in percent, within the class, by attack");
    assertThat(folder.resolve("ncr.png")).exists();
    final RunRecord record = record("table");
    assertThat(record.verb()).isEqualTo("table");
    assertThat(record.settings()).startsWith("budget ").contains("ResNet-18 width");
    assertThat(record.plainSettings().at("/budget").asInt()).isEqualTo(200);
    assertThat(record.plainSettings().at("/metaSift/width").asInt()).isPositive();
    assertThat(record.figures()).hasSize(8).containsKey("badnets, dcm, seed 0: NCR");

    final Set<String> before = cells();
    assertThat(before).hasSize(8);
    try (Connection file = open();
        ResultSet rows =
            file.createStatement()
                .executeQuery("select attack, sifter, seed, seconds from cells")) {
      assertThat(Table.read().db(rows).rowCount()).isEqualTo(8);
    }
    try (Connection file = open()) {
      file.createStatement().execute("update cells set seconds = -1");
      file.createStatement().execute("delete from cells where attack = 'badnets' and seed = 0");
      file.createStatement().execute("delete from rankings where seed = 1");
    }
    assertThat(table("--seeds", "0,1")).isZero();
    assertThat(err.toString())
        .contains("note: AUROC and TPR are blank for 4 of 8 cells: kept from");
    assertThat(cells()).hasSize(8).filteredOn(row -> row.endsWith(" -1.0")).hasSize(6);
    assertThat(err.toString().lines().filter(line -> line.endsWith(", kept from before")))
        .hasSize(6);
    assertThat(table("--seeds", "0,1", "--json")).isZero();
    final JsonNode printed = new ObjectMapper().readTree(out.toString());
    assertThat(printed).hasSize(8);
    assertThat(printed.findValuesAsText("ncr")).doesNotContain("NaN");
    assertThat(printed.get(0).get("attack").asText()).isEqualTo("badnets");
    assertThat(printed.get(0).get("picked").asInt()).isEqualTo(200);

    command.set(command.indexOf("200"), "201");
    assertThat(run(command.toArray(String[]::new))).isZero();
    assertThat(cells()).as("another budget has cells of its own").hasSize(16);
    assertThat(err.toString())
        .contains("note: " + folder + " holds another table (of data ", ", budget 200, ");
    refused("holds the results of 'table'", "evaluate", folder.toString());
    Files.writeString(
        folder.resolve(NcrTable.FILE), "not a database, and longer than its header".repeat(50));
    assertThat(table("--seeds", "0,1")).isEqualTo(2);
    assertThat(err.toString()).contains("cells.sqlite", "cannot be used to keep results");
  }

  @Test
  void aKilledRunLosesNoFinishedCell() throws IOException, InterruptedException {
    final StringBuilder seeds = new StringBuilder("0");
    for (int seed = 1; seed < 200; seed++) {
      seeds.append(',').append(seed);
    }
    final List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + HOME + "=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    java.addAll(command(folder, "--seeds", seeds.toString()));
    final Process process =
        new ProcessBuilder(java)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    while (cells().size() < 3) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    final Set<String> kept = cells();
    assertThat(kept.size()).isBetween(3, 799);
    final long told =
        Files.readString(folder.resolve("log.txt"))
            .lines()
            .filter(line -> line.matches("\\[\\d+/800\\] .* s"))
            .count();
    assertThat(told).as("finished cells that the log names").isBetween(1L, (long) kept.size());
    assertThat(table("--seeds", "0,1")).isZero();
    assertThat(err.toString().lines()).hasSize(8);
    assertThat(cells()).containsAll(kept);
  }

  @Test
  void attacksAreCheckedOnceAndKept() throws IOException, SQLException {
    final Path data = tinyData(20);
    final String[] check = {
      "check",
      "--data",
      data.toString(),
      "--attacks",
      "targeted-label-flip",
      "--source",
      "2",
      "--target",
      "1",
      "--epochs",
      "1",
      "--out",
      folder.toString()
    };
    assertThat(run(check)).as(err.toString()).isZero();
    assertThat(err.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("[1/2] none, seed 0: ACC");
    assertThat(out.toString()).contains("targeted-label-flip", "ASR (%)", "–");
    final Table read = Table.read().csv(folder.resolve("attacks.csv").toFile());
    assertThat(record("check").figures())
        .containsOnlyKeys(
            "none, seed 0: ACC",
            "targeted-label-flip, source 2, target 1, seed 0: ACC",
            "targeted-label-flip, source 2, target 1, seed 0: ASR");
    assertThat(read.column("ASR (%)").isMissing(0)).isTrue();
    assertThat(read.numberColumn("ASR (%)").getDouble(1)).isBetween(0.0, 100.0);
    try (Connection file = open()) {
      file.createStatement().execute("update networks set acc = 12.34");
    }
    assertThat(run(check)).isZero();
    assertThat(out.toString()).contains("12.34"); // what was kept, not trained again
    assertThat(err.toString().lines()).allMatch(line -> line.endsWith(", kept from before"));
    final String[] json = Arrays.copyOf(check, check.length + 1);
    json[check.length] = "--json";
    assertThat(run(json)).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).findValuesAsText("acc"))
        .containsExactly("12.34", "12.34");
    check[4] = "nothing";
    assertThat(run(check)).isEqualTo(2);
    assertThat(err.toString()).contains("there is no attack 'nothing'");
  }

  @Test
  void ownDataTakeAttacksOnTheirOwnClasses() throws IOException {
    final Path data = tinyData(5);
    final Path out = folder.resolve("own");
    final String[] table = {
      "table",
      "--data",
      data.toString(),
      "--budget",
      "9",
      "--attacks",
      "badnets,targeted-label-flip,random-label-flip,badnets",
      "--sifters",
      "random",
      "--seeds",
      "0,0",
      "--target",
      "1",
      "--source",
      "2",
      "--out",
      out.toString()
    };
    assertThat(run(table)).isZero();
    assertThat(NcrTable.load(out.resolve("ncr.csv")))
        .extracting(NcrTable.Cell::attack)
        .containsExactly(
            "badnets, target 1", "targeted-label-flip, source 2, target 1", "random-label-flip");
    assertThat(this.out.toString()).doesNotContain("±");
    final String[] check = {
      "check",
      "--data",
      data.toString(),
      "--attacks",
      "badnets",
      "--target",
      "1",
      "--epochs",
      "1",
      "--out",
      out.toString()
    };
    assertThat(run(check)).isZero();
    assertThat(this.out.toString()).contains("badnets, target 1");
  }

  /** A table of random picks under BadNets and attacks with given triggers. */
  private static String[] triggered(Path data, Path out, String... triggers) {
    final List<String> table =
        new ArrayList<>(
            List.of("table", "--data", data.toString(), "--budget", "9", "--attacks", "badnets"));
    for (final String trigger : triggers) {
      table.addAll(List.of("--trigger", trigger));
    }
    table.addAll(List.of("--sifters", "random", "--target", "1", "--out", out.toString()));
    return table.toArray(String[]::new);
  }

  @Test
  void aGivenTriggerHasARowOfItsOwnAndAnotherIsComputedAnew() throws IOException {
    final Path data = tinyData(20);
    final Path trigger = folder.resolve("trigger.npy");
    final Pattern pattern =
        Pattern.noise(ImageSource.open(data.resolve("train")).images(), 1).times(0.2);
    pattern.write(trigger);
    final Path out = folder.resolve("own");
    final String[] table = triggered(data, out, "smooth=" + trigger);
    assertThat(run(table)).as(err.toString()).isZero();
    assertThat(err.toString()).as("a given trigger waits for no network").doesNotContain(" takes ");
    assertThat(NcrTable.load(out.resolve("ncr.csv")))
        .extracting(NcrTable.Cell::attack)
        .containsExactly("badnets, target 1", "smooth, target 1, trigger " + trigger);
    pattern.times(0.5).write(trigger);
    assertThat(run(table)).isZero();
    assertThat(err.toString().lines().filter(line -> line.contains("random, seed 0")))
        .hasSize(2)
        .filteredOn(line -> line.endsWith(", kept from before"))
        .singleElement()
        .asString()
        .contains("badnets");
    refused(
        "trigger has no effect on the attack badnets, which takes ratio, target",
        triggered(data, out, "badnets=" + trigger));
    refused(
        "--trigger is '" + trigger + "'; an attack and a file are needed",
        triggered(data, out, trigger.toString()));
    refused(
        "none.npy: does not exist", triggered(data, out, "smooth=" + folder.resolve("none.npy")));
  }

  @Test
  void anAttackWithTwoTriggersHasARowForEach() throws IOException {
    final Path data = tinyData(20);
    final ImageSet like = ImageSource.open(data.resolve("train")).images();
    final Path one = folder.resolve("one.npy");
    final Path other = folder.resolve("other.npy");
    Pattern.noise(like, 1).times(0.2).write(one);
    Pattern.noise(like, 2).times(0.2).write(other);
    final Path out = folder.resolve("two");
    final String[] table = triggered(data, out, "smooth=" + one, "smooth=" + other);
    assertThat(run(table)).as(err.toString()).isZero();
    assertThat(NcrTable.load(out.resolve("ncr.csv")))
        .extracting(NcrTable.Cell::attack)
        .containsExactly(
            "badnets, target 1",
            "smooth, target 1, trigger " + one,
            "smooth, target 1, trigger " + other);
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeTheWorkAndLeavesNoFolder() throws IOException {
    final Path data = tinyData(25);
    final String own = data.toString();
    final String out = folder.resolve("new").toString();
    refused("target class 38 is unknown", "table", "--data", own, "--budget", "9", "--out", out);
    refused("target class 38 is unknown", "check", "--data", own, "--out", out);
    refused("target class 3 is", "check", "--data", own, "--target", "3", "--out", out);
    refused("budget is 1000; 3 (one image", "table", "--data", own, "--out", out);
    refused("does not exist", "table", "--data", folder.resolve("none").toString(), "--out", out);
    refused("does not exist", "check", "--data", folder.resolve("none").toString(), "--out", out);
    assertThat(folder).isDirectoryNotContaining("glob:**/new");
    final Path file = Files.writeString(folder.resolve("file"), "mine");
    refused("a file; a folder is needed", "table", "--data", own, "--out", file.toString());
  }

  @Test
  void anOptionWithoutEffectIsRefused() {
    final String out = folder.toString();
    refused(
        "--source has no effect on badnets or narcissus: leave it out",
        "check",
        "--attacks",
        "badnets,narcissus",
        "--source",
        "3",
        "--out",
        out);
    refused(
        "--target has no effect on random-label-flip",
        "table",
        "--attacks",
        "random-label-flip",
        "--target",
        "3",
        "--out",
        out);
    assertThat(table("--v-lr", "3")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--v-lr has no effect on the sifter dcm or random: leave it");
    assertThat(table("--width", "4")).isEqualTo(2);
    assertThat(err.toString()).contains("--width has no effect on the sifter dcm or random");
    for (final String one : List.of("--top-k", "--v-lr")) {
      refused(
          one + " has no effect on the sifter random or no-weigher: leave it out",
          "table",
          "--sifters",
          "random,no-weigher",
          one,
          "3",
          "--out",
          out);
    }
  }

  @Test
  void wrongInputIsToldInOneSentence() {
    assertThat(table("--seeds", "0,-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--seeds is -1");
    assertThat(table("--attacks", "badnets,x")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no attack 'x'").contains("narcissus");
    assertThat(table("--sifters", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no sifter 'x'");
    assertThat(table("--master", "yarn")).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains("--master is 'yarn'; spark://HOST:PORT");
    assertThat(table("--master", "spark://localhost:7077")).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains("--master needs Apache Spark");
    assertThat(table("--spark-conf", "spark.executor.memory=4g")).isEqualTo(2);
    assertThat(err.toString()).contains("--spark-conf has no effect without --master");
  }
}
