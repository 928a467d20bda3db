package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.eval.PickVerdict;
import org.metasift.io.RunFolder;
import org.metasift.lab.RunRecord;
import org.metasift.report.PageChecks;
import org.metasift.report.SiftReport;

/** The verdict of a pick for machines says what the run's record and its report say. */
class VerdictTest extends CommandLineTest {
  private Path sifted(String... more) throws IOException {
    final Path run = folder.resolve("it's " + more.length);
    final List<String> args =
        new ArrayList<>(
            List.of("sift", "--data", "small", "--sifter", "dcm", "--budget", "300", "--seed"));
    args.addAll(List.of("2", "--out", run.toString()));
    args.addAll(List.of(more));
    assertThat(run(args.toArray(String[]::new))).as(err.toString()).isZero();
    return run;
  }

  @Test
  void itIsOneLineAndAgreesWithTheRecord() throws IOException {
    final Path run = sifted("--corruption_type", "badnets", "--target", "38");
    assertThat(Files.readString(run.resolve(PickVerdict.FILE))).endsWith("}\n").hasLineCount(1);
    final PickVerdict verdict =
        RunFolder.readFile(run.resolve(PickVerdict.FILE), PickVerdict.class);
    final RunRecord record = RunFolder.read(run, RunRecord.class);
    assertThat(verdict.set()).isEqualTo(record.origin());
    assertThat(verdict.fingerprint()).isEqualTo(record.fingerprint());
    assertThat(verdict.seed()).isEqualTo(record.seed()).isEqualTo(2);
    assertThat(verdict.version()).isEqualTo(record.version());
    assertThat(verdict.truth().ncrPercent()).isEqualTo(record.figures().get("NCR"));
    assertThat(verdict.asked()).isEqualTo(300);
    assertThat(Files.readAllLines(run.resolve("base_set.csv"))).hasSize(verdict.picked() + 1);
    assertThat(Files.readAllLines(run.resolve(verdict.suspectsFile())))
        .hasSize(verdict.images() + 1);
    assertThat(100.0 * verdict.truth().poisonedPicked() * verdict.images() / verdict.picked())
        .isCloseTo(verdict.truth().ncrPercent() * verdict.truth().poisonedInSet(), within(1e-6));
    assertThat(verdict.truth().ncrPercent())
        .isBetween(verdict.truth().ncrFromPercent(), verdict.truth().ncrToPercent());
    final String page = Files.readString(run.resolve(SiftReport.FILE));
    PageChecks.check(page);
    assertThat(page.replaceAll("</?span>", "")) // around words with a hyphen
        .contains("%,d of them".formatted(verdict.truth().poisonedPicked()))
        .contains("train --data small --seed 2 --attack badnets --target 38 --out '");
  }

  @Test
  void whatNobodyKnowsIsNullAndMissingOrForeignFieldsAreRefused() throws IOException {
    final Path run = sifted();
    final Path file = run.resolve(PickVerdict.FILE);
    final ObjectMapper json = new ObjectMapper();
    final JsonNode plain = json.readTree(file.toFile());
    assertThat(plain.fieldNames())
        .toIterable()
        .containsExactly(
            "set",
            "fingerprint",
            "images",
            "classes",
            "sifter",
            "seed",
            "version",
            "asked",
            "picked",
            "refusedClasses",
            "truth",
            "agreementPercent",
            "agreement",
            "standingOut",
            "setStandsOut",
            "findings",
            "suspectsFile");
    assertThat(plain.get("truth").isNull()).isTrue();
    assertThat(plain.get("standingOut").isNull()).isTrue();
    assertThat(plain.get("agreementPercent").isNull()).isTrue();
    final ObjectNode without = plain.deepCopy();
    without.remove("images");
    json.writeValue(file.toFile(), without);
    assertThatThrownBy(() -> RunFolder.readFile(file, PickVerdict.class))
        .hasMessageContaining("images is not what it should be");
    json.writeValue(file.toFile(), plain.<ObjectNode>deepCopy().put("sure", 1));
    assertThatThrownBy(() -> RunFolder.readFile(file, PickVerdict.class))
        .hasMessageContaining("sure");
  }
}
