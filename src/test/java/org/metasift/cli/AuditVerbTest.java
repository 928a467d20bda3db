package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metasift.attack.BadNets;
import org.metasift.data.TinyImages;
import org.metasift.data.array.NpyImages;
import org.metasift.sift.BaseSet;
import org.metasift.study.Answers;
import org.metasift.study.AuditBounds;
import org.metasift.study.Study;

/** The audit on the command line: from a pick to what is stated, and wrong input. */
class AuditVerbTest extends CommandLineTest {
  private String sifted;

  @BeforeEach
  void sift() {
    final Path data = folder.resolve("data");
    NpyImages.write(TinyImages.of(32, 3, 1, 60, 60, 60), data.resolve("train"));
    NpyImages.write(TinyImages.of(32, 3, 2, 20, 20, 20), data.resolve("test"));
    sifted = folder.resolve("run").toString();
    assertThat(
            run(
                "sift",
                "--data",
                data.toString(),
                "--sifter",
                "dcm",
                "--budget",
                "90",
                "--out",
                sifted))
        .as(err.toString())
        .isZero();
  }

  private Path audit() {
    return Path.of(sifted, "audit");
  }

  private Study drawn() {
    final int code =
        run(
            "audit",
            sifted,
            "--attack",
            "badnets",
            "--target",
            "1",
            "--ratio",
            "0.6",
            "--planted",
            "20",
            "--size",
            "60",
            "--seed",
            "3");
    assertThat(code).as(err.toString()).isZero();
    return Study.load(audit());
  }

  /** Calls poisoned so many of the planted pictures and so many of the others. */
  private String answers(Study audit, String name, int found, int suspects) throws IOException {
    final List<Boolean> calls = new ArrayList<>();
    int planted = 0;
    int others = 0;
    for (int k = 0; k < audit.size(); k++) {
      calls.add(audit.isPoisoned(k) ? planted++ >= found : others++ >= suspects);
    }
    final Path file = folder.resolve(name + ".csv");
    Files.writeString(file, new Answers(name, calls).csv());
    return file.toString();
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void theNumbersBeforeAreThoseOfTheBounds() throws IOException {
    assertThat(run("audit", "--picked", "1000")).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("1\\.00 +312 +258 +94\\b")
        .containsPattern("0\\.50 +625 +517 +189\\b")
        .containsPattern("0\\.20 +– +– +475\\b")
        .contains(
            "Whoever notices less than 31.2 % of such poison cannot exclude 8 or more with any audit.")
        .contains("–: no audit can");
    assertThat(run("audit", "--picked", "1000", "--limit", "8", "--sensitivity", "0.2", "--json"))
        .isZero();
    assertThat(json().at("/known/0/8 or more").isNull()).isTrue();
    assertThat(run("audit", sifted, "--planted", "10", "--json")).isZero();
    assertThat(json().get("picked").asInt()).isEqualTo(90);
    assertThat(json().at("/known/0/8 or more").asInt())
        .isEqualTo(AuditBounds.toLookAt(90, 8, 1, 0.05).orElseThrow());
    assertThat(json().at("/measured/0/planted found").asText()).isEqualTo("10 of 10");
    assertThat(audit()).as("nothing is drawn yet").doesNotExist();
    assertThat(run("audit", "--picked", "5")).isZero();
    assertThat(out.toString()).contains("5 or more");
  }

  @Test
  void theDocumentationShowsWhatTheCommandsPrint() throws IOException {
    final var blocks =
        Pattern.compile(
                "```sh\n\\./metasift (audit [^\n]*)\n```\n\n```text\n(.*?\n)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs", "how-to", "audit.md")));
    int shown = 0;
    while (blocks.find()) {
      assertThat(run(blocks.group(1).split(" "))).isZero();
      assertThat(out.toString()).as(blocks.group(1)).isEqualTo(blocks.group(2));
      shown++;
    }
    assertThat(shown).isEqualTo(5);
  }

  @Test
  void anAuditIsDrawnAnsweredAndScored() throws IOException {
    final Study audit = drawn();
    assertThat(out.toString())
        .contains(
            "Audit of 60 of 90 picked images, with 20 planted among them: planted by BadNets",
            "poisoned by badnets, target 1, ratio 0.6",
            "If 20 of the 20 are found and nothing else is called poisoned, at most ",
            " of the 90 are poisoned: 8 or more are ",
            "If 18 of the 20 are found");
    assertThat(audit()).isDirectoryContaining("glob:**page.html");
    final int best = atMost(out.toString());

    assertThat(run("audit", sifted, "--score", answers(audit, "anna", 20, 0))).isZero();
    assertThat(out.toString())
        .contains("anna, with 95 % confidence: at most " + best + " of the 90 images")
        .contains("poison that is as easy to see as the planted one (planted by BadNets)")
        .doesNotContain("all together");
    assertThat(Files.readString(audit().resolve("audit.txt"))).isEqualTo(out.toString());
    assertThat(audit().resolve("suspects.csv")).doesNotExist();
    assertThat(audit().resolve("kept")).doesNotExist();
  }

  private static int atMost(String text) {
    final var found = Pattern.compile("at most (\\d+)").matcher(text);
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  @Test
  void suspectsAreNamedAndTakenOut() throws IOException {
    final Study audit = drawn();
    final String anna = answers(audit, "anna", 19, 0);
    final String ben = answers(audit, "ben", 12, 2);
    assertThat(run("audit", sifted, "--score", anna, ben)).as(err.toString()).isZero();
    int first = 0;
    while (audit.isPoisoned(first)) {
      first++;
    }
    final String id = audit.pictures().id(first);
    assertThat(out.toString())
        .contains("all together", "Called poisoned by all together:", "  " + id + "\n")
        .contains("once the 2 called poisoned are taken out");
    final List<String> suspects = Files.readAllLines(audit().resolve("suspects.csv"));
    assertThat(suspects).hasSize(3);
    assertThat(suspects.get(1))
        .isEqualTo(
            "%d,\"%s\",%d,\"%d\",\"ben\""
                .formatted(
                    audit.places()[first],
                    id,
                    audit.pictures().label(first),
                    audit.pictures().label(first)));
    assertThat(audit().resolve("suspects.png")).exists();
    final BaseSet kept = BaseSet.read(audit().resolve("kept").resolve(BaseSet.FILE));
    assertThat(kept.size()).isEqualTo(88);
    assertThat(kept.picks()).noneMatch(pick -> pick.id().equals(id));
    assertThat(kept.settings()).contains("without 2 that an audit called poisoned");

    final Map<String, String> before = files();
    assertThat(run("audit", sifted, "--score", anna, ben, "--json")).isZero();
    assertThat(files()).as("the same again").isEqualTo(before);
    assertThat(json().at("/scores/1/suspects").size()).isEqualTo(2);
    assertThat(json().at("/scores/2/found").asInt()).isEqualTo(19);
    assertThat(json().at("/scores/2/without_suspects_at_most").asInt())
        .isEqualTo(json().at("/scores/2/poisoned_at_most").asInt() - 2);
    assertThat(json().at("/scores/2/excluded").asBoolean()).isFalse();

    assertThat(run("audit", sifted, "--score", anna)).isZero();
    assertThat(audit().resolve("suspects.csv")).as("of an earlier scoring").doesNotExist();
    assertThat(audit().resolve("suspects.png")).doesNotExist();
    assertThat(audit().resolve("kept")).doesNotExist();
  }

  private Map<String, String> files() throws IOException {
    final Map<String, String> all = new TreeMap<>();
    try (Stream<Path> inside = Files.walk(audit())) {
      for (final Path file : inside.filter(Files::isRegularFile).toList()) {
        all.put(file.toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return all;
  }

  @Test
  void whatTheUserPutBesideTheKeptBaseSetStays() throws IOException {
    final Study audit = drawn();
    final Path kept = audit().resolve("kept");
    assertThat(run("audit", sifted, "--score", answers(audit, "ben", 12, 2))).isZero();
    assertThat(kept).isDirectoryContaining("glob:**base_set.npy");
    final Path note = Files.writeString(kept.resolve("note.txt"), "mine");
    final Path mine = Files.createDirectory(kept.resolve("mine"));
    assertThat(run("audit", sifted, "--score", answers(audit, "anna", 20, 0)))
        .as(err.toString())
        .isZero();
    try (Stream<Path> left = Files.list(kept)) {
      assertThat(left).containsExactlyInAnyOrder(note, mine);
    }
  }

  @Test
  void whoAnsweredNothingIsToldAndLeftOut() throws IOException {
    final Study audit = drawn();
    final String anna = answers(audit, "anna", 20, 0);
    final Path bob = Files.writeString(folder.resolve("bob.csv"), "picture,answer\n");
    assertThat(run("audit", sifted, "--score", anna, bob.toString())).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsOnlyOnce("bob answered nothing and is left out.\n")
        .doesNotContain("bob, with", "by bob", "all together");
    assertThat(run("audit", sifted, "--score", bob.toString(), anna, "--json")).isZero();
    assertThat(json().at("/scores").size()).isEqualTo(1);
    assertThat(json().at("/answered_nothing/0").asText()).isEqualTo("bob");
    refused("nobody has answered", "audit", sifted, "--score", bob.toString());
  }

  @Test
  void whoSeesTooLittleIsToldThatNoAuditHelps() throws IOException {
    final Study audit = drawn();
    assertThat(run("audit", sifted, "--score", answers(audit, "cleo", 2, 0))).isZero();
    assertThat(out.toString())
        .contains("No audit by cleo can exclude 8 or more", "36.9 % is needed.");
    assertThat(run("audit", sifted, "--limit", "80", "--score", answers(audit, "dan", 20, 0)))
        .isZero();
    assertThat(out.toString()).contains("80 or more are excluded.");
  }

  @Test
  void picturesLeftOutAreTold() throws IOException {
    final Study audit = drawn();
    final Path file = Path.of(answers(audit, "anna", 20, 0));
    Files.writeString(
        file, Files.readString(file).replace("\n2,yes\n", "\n").replace("\n2,no\n", "\n"));
    assertThat(run("audit", sifted, "--score", file.toString())).isZero();
    assertThat(out.toString())
        .contains(
            "anna: 1 without an answer before the last one answered; they count as called clean.");
  }

  @Test
  void theRunsAttackAndMovedDataAreTakenUp() throws IOException {
    final String poisoned = folder.resolve("poisoned").toString();
    final Path data = folder.resolve("data");
    final Path moved = folder.resolve("moved");
    assertThat(
            run(
                "sift",
                "--data",
                data.toString(),
                "--sifter",
                "random",
                "--budget",
                "60",
                "--seed",
                "5",
                "--attack",
                "badnets",
                "--target",
                "2",
                "--out",
                poisoned))
        .isZero();
    Files.move(data, moved);
    final String[] draw = {"audit", poisoned, "--attack", "random-label-flip", "--planted", "9"};
    refused(data + ": does not exist", draw);
    assertThat(Path.of(poisoned, "audit")).doesNotExist();
    final String[] there =
        Stream.concat(Stream.of(draw), Stream.of("--data", moved.toString()))
            .toArray(String[]::new);
    assertThat(run(there)).as(err.toString()).isZero();
    assertThat(Study.load(Path.of(poisoned, "audit")).audited()).isEqualTo(60);
  }

  @Test
  void theCommandForScoringJudgesByTheSameLimit() throws IOException {
    final String[] draw = {
      "audit", sifted, "--attack", "badnets", "--target", "1", "--ratio", "0.6", "--planted", "20"
    };
    assertThat(run(with(draw, "--size", "60", "--limit", "30,30"))).as(err.toString()).isZero();
    final var told = Pattern.compile("the answers: \\S+ (.*) \\[").matcher(out.toString());
    assertThat(told.find()).isTrue();
    final String anna = answers(Study.load(audit()), "anna", 20, 0);
    assertThat(run(with(told.group(1).split(" "), anna))).as(err.toString()).isZero();
    assertThat(out.toString()).contains("30 or more are excluded.");
  }

  @Test
  void whatIsNamedTwiceCountsOnce() throws IOException {
    assertThat(run("audit", "--picked", "1000", "--limit", "8,10", "--sensitivity", "1,0.5"))
        .isZero();
    final String once = out.toString();
    assertThat(run("audit", "--picked", "1000", "--limit", "8,10,8", "--sensitivity", "1,0.5,1.0"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).isEqualTo(once);
  }

  @Test
  void wrongInputIsToldInOneSentence() throws IOException {
    final String none = folder.resolve("none").toString();
    final String fresh = folder.resolve("fresh").toString();
    refused("no base set given", "audit");
    refused("no base set given", "audit", "--score");
    refused("none does not exist; the folder of a finished run is needed", "audit", none);
    refused("give only one of the two", "audit", sifted, "--picked", "5");
    refused("--picked is 0; 1 to", "audit", "--picked", "0");
    refused("--limit is 91; 1 to 90 is allowed", "audit", sifted, "--limit", "91");
    refused("--sensitivity is 1.5", "audit", sifted, "--sensitivity", "1.5");
    refused("--planted is 0", "audit", sifted, "--planted", "0");
    refused("--size goes with --attack", "audit", sifted, "--size", "5");
    refused("--out goes with --attack and --score", "audit", sifted, "--out", fresh);
    refused("answer files need --score", "audit", sifted, "a.csv");
    refused("only one of the two", "audit", sifted, "--score", "--attack", "badnets");
    refused("audit/study.json: is missing", "audit", sifted, "--score");
    refused("--device goes with --attack", "audit", sifted, "--device", "cpu");
    refused("--side, --strict, --images and --labels go", "audit", sifted, "--side", "32");
    final String[] draw = {"audit", sifted, "--out", fresh, "--attack"};
    refused("there is no attack 'x'", with(draw, "x"));
    refused("target class 38 is unknown; the set has classes 0 to 2", with(draw, "badnets"));
    refused("--size is 91; 1 to 90", with(draw, "badnets", "--target", "1", "--size", "91"));
    refused("--limit names 2 numbers", with(draw, "badnets", "--target", "1", "--limit", "8,9"));
    refused("planted is 40; 1 to ", with(draw, "badnets", "--target", "1", "--planted", "40"));
    refused("--sensitivity goes with", with(draw, "badnets", "--sensitivity", "1"));
    assertThat(Path.of(fresh)).doesNotExist();
    final Path index = Path.of(sifted, BaseSet.FILE);
    final String whole = Files.readString(index);
    Files.delete(Path.of(sifted, "base_set.csv"));
    Files.delete(Path.of(sifted, "base_set.npy"));
    Files.writeString(index, whole.replaceFirst("\"index\" : \\d+", "\"index\" : 5000"));
    refused("holds index 5000; 0 to 179 are allowed", with(draw, "badnets", "--target", "1"));
    Files.writeString(index, whole);

    final Study audit = drawn();
    final String anna = answers(audit, "anna", 20, 0);
    refused("is not empty", "audit", sifted, "--attack", "badnets", "--target", "1");
    refused("nobody has answered", "audit", sifted, "--score");
    refused("is an audit", "study", "score", audit().toString(), anna);
    refused("--planted goes with", "audit", sifted, "--score", anna, "--planted", "5");
    Files.writeString(Path.of(anna), "picture,answer\n81,no\n");
    refused("line 2 names picture 81; the study has 1 to 80", "audit", sifted, "--score", anna);
    assertThat(audit().resolve("audit.txt")).as("nothing half-written").doesNotExist();
    assertThat(run("audit", audit().toString())).isEqualTo(2);
    assertThat(err.toString()).contains("holds no base set: the folder of a 'sift' run is needed");
  }

  private static String[] with(String[] start, String... more) {
    return Stream.concat(Stream.of(start), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void anAuditOfAnotherPickIsRefused() throws IOException {
    final Study audit = drawn();
    final String anna = answers(audit, "anna", 20, 0);
    final String other = folder.resolve("other").toString();
    assertThat(
            run(
                "sift",
                "--data",
                folder.resolve("data").toString(),
                "--sifter",
                "random",
                "--budget",
                "90",
                "--out",
                other))
        .isZero();
    refused(
        "was not drawn from the base set of this run",
        "audit",
        other,
        "--out",
        audit().toString(),
        "--score",
        anna);
    final Path plain = folder.resolve("plain");
    Study.draw(new BadNets(1, 0.5).poison(TinyImages.of(8, 3, 0, 60, 30, 40), 0), 20, 0.25, 1)
        .save(plain);
    refused(
        "holds a study, not an audit", "audit", sifted, "--out", plain.toString(), "--score", anna);
  }
}
