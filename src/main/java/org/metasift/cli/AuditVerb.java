package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.metasift.attack.AttackSpec;
import org.metasift.cli.option.AttackOptions;
import org.metasift.cli.option.AuditNumbers;
import org.metasift.cli.option.AuditOptions;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.JsonOption;
import org.metasift.cli.option.SeedOption;
import org.metasift.compute.Progress;
import org.metasift.io.AtomicFiles;
import org.metasift.io.Json;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.RunRecord;
import org.metasift.report.live.ConsoleDisplay;
import org.metasift.sift.BaseSet;
import org.metasift.study.Answers;
import org.metasift.study.Audit;
import org.metasift.study.AuditPlan;
import org.metasift.study.Study;
import org.metasift.study.StudyServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metasift audit}: people look at some of a base set; how much poison may the rest hold? */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Find out how sure a base set is.",
      "People look at a random sample of it, with planted poison among the images. What they find and what they overlook says, with 95 %% confidence, how many images of the whole base set are poisoned at most.",
      "%nWithout --attack and --score: how many images to look at. With --attack: draw the audit. With --score: what the answers say."
    },
    footer = {
      "The audit's folder holds page.html (for people: open it, answer, hand in result.csv), study.json (it says which pictures are planted: not for them) and run.json. 'metasift study serve' gives each person a link instead.",
      "--score reads those answers and any files named after RUN. It adds audit.txt, audit.csv and audit.json and, if images were called poisoned, suspects.csv, suspects.png and kept/, the base set without them.",
      "%nExamples:",
      "  metasift audit --picked 1000 --limit 8 --sensitivity 0.5",
      "  metasift audit runs/sifted",
      "  metasift audit runs/sifted --attack badnets --target 5",
      "  metasift study serve runs/sifted/audit --raters 2",
      "  metasift audit runs/sifted --score anna.csv"
    })
@HelpGroup.MostUsed({"--attack", "--score", "--limit", "--picked", "--out"})
final class AuditVerb implements Callable<Integer> {
  /** The folder of an audit in that of a run, unless another is named. */
  static final String FOLDER = "audit";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The folder of a 'sift' run.")
  private Path run;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FILE",
      description = "Answers, with --score.")
  private List<Path> files = List.of();

  @Option(names = "--score", description = "Say what the answers mean.")
  private boolean score;

  @HelpGroup.In(HelpGroup.RESULTS)
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of the audit; must be new or empty with --attack (default: audit in RUN).")
  private Path out;

  @Mixin private AuditOptions audit;
  @Mixin private AttackOptions attack;
  @Mixin private DataOption data;
  @Mixin private SeedOption seed;
  @Mixin private DeviceOption device;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    final long start = System.nanoTime();
    checkOptions();
    attack.checkIfGiven();
    if (score) {
      return score();
    }
    return attack.given() ? draw(start) : plan();
  }

  private void checkOptions() {
    if (score && attack.given()) {
      throw new IllegalArgumentException(
          "--attack draws an audit, --score reads its answers: give only one of the two");
    }
    if (run == null && (score || attack.given() || !audit.hasPicked())) {
      throw new IllegalArgumentException(
          "no base set given; name the folder of a 'sift' run, or give --picked N to plan an audit");
    }
    if (run != null && audit.hasPicked()) {
      throw new IllegalArgumentException(
          "RUN names a base set, --picked the size of one: give only one of the two");
    }
    if (!score && !files.isEmpty()) {
      throw new IllegalArgumentException("answer files need --score");
    }
    final boolean before = !score && !attack.given();
    checkGoesWith("--sensitivity", "the plan of an audit", before);
    if (!data.source().isNamed()) {
      data.checkNoneWithoutPlace();
    }
    for (final String option : List.of("--size", "--seed", "--data", "--device")) {
      checkGoesWith(option, "--attack, which draws an audit", attack.given());
    }
    checkGoesWith("--planted", "--attack and the plan of an audit", !score);
    checkGoesWith("--out", "--attack and --score", !before);
  }

  private void checkGoesWith(String option, String with, boolean fits) {
    if (!fits && spec.commandLine().getParseResult().hasMatchedOption(option)) {
      throw new IllegalArgumentException("%s goes with %s".formatted(option, with));
    }
  }

  /** The numbers before an audit. */
  private int plan() throws IOException {
    final AuditNumbers numbers = audit.numbers(audit.hasPicked() ? audit.picked() : base().size());
    final PrintWriter to = spec.commandLine().getOut();
    if (json.wanted()) {
      to.println(Json.text(numbers.plain()));
      return 0;
    }
    to.println(numbers.text());
    if (run != null) {
      to.println("draw it:  %s audit %s --attack NAME".formatted(ProgramName.typed(), run));
    }
    return 0;
  }

  private BaseSet base() throws IOException {
    RunFolder.read(run, RunRecord.class); // tells a folder that is no run's
    if (!Files.exists(run.resolve(BaseSet.FILE))) {
      throw new IllegalArgumentException(
          "%s holds no base set: the folder of a 'sift' run is needed".formatted(run));
    }
    return BaseSet.read(run.resolve(BaseSet.FILE));
  }

  private Path folder() {
    return out == null ? run.resolve(FOLDER) : out;
  }

  private int draw(long start) throws IOException {
    Progress.showOn(ConsoleDisplay.onStandardError());
    device.take();
    final BaseSet base = base();
    final int looks = audit.looks(base.size());
    final int limit = audit.limit(base.size());
    RunFolder.checkFree(folder());
    final RunRecord record = RunFolder.read(run, RunRecord.class);
    record.data().checkOutside(folder());
    final boolean moved = data.source().isNamed();
    final DataSource.LoadedData read =
        moved ? data.open() : record.data().load().told(spec.commandLine().getErr());
    audit.checkFits(looks, read.split().train());
    final RunRecord.Scene scene =
        moved
            ? RunRecord.Scene.of(data.source(), read, record.attack(), record.seed())
            : record.scene(read);
    BaseSet.read(run.resolve(BaseSet.FILE), scene.train()).images(scene.train()); // checks both
    final AttackSpec planting = attack.spec(scene.train());
    final Study drawn =
        Audit.draw(
            scene.train(),
            base.indices(),
            planting.build(scene.split().test()),
            looks,
            audit.planted(),
            seed.value());
    final String told =
        "%d of %s, %d planted by %s, seed %d"
            .formatted(looks, base, audit.planted(), planting, seed.value());
    AtomicFiles.writeFolder(
        folder(),
        inside -> {
          drawn.save(inside);
          new RunFolder(inside).finish(RunRecord.of("audit", scene, told, start, Map.of()));
        });
    tell(drawn, planting, limit);
    return 0;
  }

  private void tell(Study drawn, AttackSpec planting, int limit) {
    final int planted = drawn.poisonedCount();
    final PrintWriter to = spec.commandLine().getOut();
    if (json.wanted()) {
      final Map<String, Object> plain = new LinkedHashMap<>();
      plain.put("folder", folder().toString());
      plain.put("picked", drawn.audited());
      plain.put("looks", drawn.size() - planted);
      plain.put("planted", planted);
      plain.put("poisoned_at_most_if_all_found", AuditPlan.poisonedAtMost(drawn, planted));
      to.println(Json.text(plain));
      return;
    }
    to.println(drawn);
    to.println(
        "The planted images come from the same data, were not picked, and are poisoned by %s: how many of them people find says nothing about fainter poison."
            .formatted(planting));
    for (final int found :
        IntStream.of(planted, AuditPlan.usuallyFound(planted)).distinct().toArray()) {
      final int most = AuditPlan.poisonedAtMost(drawn, found);
      to.println(
          "If %,d of the %,d are found and nothing else is called poisoned, at most %,d of the %,d are poisoned: %,d or more are %sexcluded then."
              .formatted(found, planted, most, drawn.audited(), limit, most < limit ? "" : "not "));
    }
    to.println("for people:  " + folder().resolve(Study.PAGE));
    to.println("by links:    %s study serve %s".formatted(ProgramName.typed(), folder()));
    to.println(
        "the answers: %s audit %s --score%s%s [result.csv ...]"
            .formatted(
                ProgramName.typed(), run, out == null ? "" : " --out " + out, audit.limitAgain()));
  }

  private int score() throws IOException {
    final BaseSet base = base();
    final int limit = audit.limit(base.size());
    final Study shown = Study.load(folder());
    AuditResult.checkOf(shown, base, folder());
    final List<Answers> people = new ArrayList<>(StudyServer.answersIn(folder(), shown));
    for (final Path file : files) {
      people.add(Answers.read(file, shown.size()));
    }
    if (people.stream().allMatch(one -> one.answered() == 0)) {
      throw new IllegalArgumentException(
          "nobody has answered %s yet; name files such as result.csv after RUN, or serve it to people"
              .formatted(folder()));
    }
    final AuditResult result = new AuditResult(shown, people, limit);
    result.save(folder(), base);
    final PrintWriter to = spec.commandLine().getOut();
    to.println(json.wanted() ? Json.text(result.plain()) : result.text());
    return 0;
  }
}
