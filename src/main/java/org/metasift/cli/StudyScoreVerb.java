package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.JsonOption;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.io.Json;
import org.metasift.io.RunFolder;
import org.metasift.lab.RunRecord;
import org.metasift.report.Charts;
import org.metasift.report.PictureGrid;
import org.metasift.report.Tables;
import org.metasift.report.live.ConsoleDisplay;
import org.metasift.sift.baseline.Scout;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.study.Answers;
import org.metasift.study.Study;
import org.metasift.study.StudyScore;
import org.metasift.study.StudyServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metasift study score}: how raters did. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Score the answers of raters.",
      "The figures: FNR (poisoned pictures called clean), FPR (clean ones called poisoned), precision and NCR of what the rater would keep, and how far raters agree."
    },
    footer = {
      "Answers may be what the page downloads, the artifact's result.csv or its spreadsheet (.xlsx). --out leaves scores.png, missed.png and scores.csv.",
      "%nExample:",
      "  metasift study score studies/one",
      "  metasift study score studies/one anna.csv ben.csv --sifters dcm,meta-sift"
    })
final class StudyScoreVerb implements Callable<Integer> {
  private static final int SHOWN = 24;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "The study's folder.")
  private Path folder;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FILE",
      description = "Answers (default: those given to 'study serve').")
  private List<Path> files = List.of();

  @Option(
      names = "--sifters",
      split = ",",
      paramLabel = "NAME",
      description =
          "Let sifters judge the same pictures. Each picks as large a share of the set as is clean in the study, and calls clean what it picked.")
  private List<String> sifters = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for charts; must be new or empty.")
  private Path out;

  @Mixin private JsonOption json;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() throws IOException {
    Progress.showOn(ConsoleDisplay.onStandardError());
    device.take();
    final List<String> named = sifters.stream().map(Sifters::canonical).toList();
    final Study study = Study.load(folder);
    if (study.isAudit()) {
      throw new IllegalArgumentException(
          "%s is an audit, and only its planted pictures are known to be poisoned; '%s audit RUN --score' reads its answers"
              .formatted(folder, ProgramName.typed()));
    }
    if (!named.isEmpty()) {
      study.checkDrawn();
    }
    final List<Answers> people = new ArrayList<>();
    for (final Path file : files) {
      people.add(Answers.read(file, study.size()));
    }
    if (files.isEmpty()) {
      people.addAll(served(study));
    }
    if (out != null) {
      RunFolder.create(out);
    }
    final List<Answers> all = new ArrayList<>(people);
    if (!named.isEmpty()) {
      all.addAll(picks(study, named));
    }
    final List<StudyScore> scores = all.stream().map(one -> StudyScore.of(study, one)).toList();
    tell(scores, people);
    if (out != null) {
      leave(study, scores, people);
    }
    return 0;
  }

  /** What was answered while the study was served. */
  private List<Answers> served(Study study) {
    final List<Answers> served = StudyServer.answersIn(folder, study);
    if (served.stream().allMatch(one -> one.answered() == 0)) {
      throw new IllegalArgumentException(
          "nobody has answered %s by 'study serve' yet; name files such as result.csv after DIR"
              .formatted(folder));
    }
    return served;
  }

  private void tell(List<StudyScore> scores, List<Answers> people) {
    final PrintWriter to = spec.commandLine().getOut();
    if (json.wanted()) {
      to.println(Json.text(scores.stream().map(StudyScoreVerb::plain).toList()));
    } else {
      to.println(Tables.text(StudyScore.table(scores)));
      if (people.size() > 1) {
        to.println(
            String.format(Locale.ROOT, "kappa of the raters: %.3f", StudyScore.kappa(people)));
      }
    }
  }

  private void leave(Study study, List<StudyScore> scores, List<Answers> people) {
    Charts.study(scores).save(out.resolve("scores.png"));
    Tables.save(StudyScore.table(scores), out.resolve("scores.csv"));
    final int[] missed =
        StudyScore.missed(study, people).stream()
            .limit(SHOWN)
            .mapToInt(StudyScore.Missed::picture)
            .toArray();
    if (missed.length > 0) {
      PictureGrid.of(study.pictures(), missed)
          .title("Poisoned pictures that people called clean")
          .save(out.resolve("missed.png"));
    }
  }

  private List<Answers> picks(Study study, List<String> named) throws IOException {
    final RunRecord.Scene scene =
        RunFolder.read(folder, RunRecord.class).scene(spec.commandLine().getErr());
    final ImageSet images = scene.train();
    final double clean = 1 - (double) study.poisonedCount() / study.size();
    final int budget = (int) Math.round(clean * images.size());
    final var settings =
        new SifterSettings(MetaSift.Settings.forThisMachine().fittedTo(images.size()));
    final Scout scout = settings.scout();
    final List<Answers> picks = new ArrayList<>();
    for (final String name : named) {
      final var sifter = Sifters.named(name, settings, scout);
      picks.add(Answers.ofPick(name, study, sifter.pick(images, budget, scene.seed()).indices()));
    }
    return picks;
  }

  private static Map<String, Object> plain(StudyScore score) {
    final Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("rater", score.rater());
    plain.put("answered", score.answered());
    plain.put("poisoned", score.poisoned());
    plain.put("missed", score.missed());
    plain.put("clean", score.clean());
    plain.put("false_alarms", score.falseAlarms());
    plain.put("fnr_percent", number(score.fnr().percent()));
    plain.put("fpr_percent", number(score.fpr().percent()));
    plain.put("precision_percent", number(score.precision().percent()));
    plain.put("ncr_percent", number(score.ncr()));
    return plain;
  }

  // JSON has no NaN
  private static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
