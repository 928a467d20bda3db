package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metasift.attack.AttackSpec;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.OptionNames;
import org.metasift.compute.DeclaredSettings;
import org.metasift.compute.DeclaredSettings.DeclaredSetting;
import org.metasift.data.read.ImageSource;
import org.metasift.defense.FineTuning;
import org.metasift.defense.IBau;
import org.metasift.io.Records;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.panel.Panel;
import org.metasift.study.AuditPlan;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} of every verb prints: its form, its examples, and the defaults it tells. */
class HelpTest {
  private static final Pattern DEFAULT = Pattern.compile("\\(default: ([^()]*)\\)");

  /** Defaults that are words: what they say depends on the data, the machine or the attack. */
  private static final Set<String> IN_WORDS =
      Set.of(
          "--ratio",
          "--trigger",
          "--data",
          "--side",
          "--device",
          "--master",
          "--to",
          "--profile",
          "--sifter",
          "--attacks",
          "--sifters",
          "--v-lr",
          "--candidates",
          "--network",
          "audit --out",
          "audit --size");

  private static Stream<CommandLine> verbs() {
    return below(Main.commandLine());
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::below));
  }

  private static List<String> lines(CommandLine verb) {
    return verb.getUsageMessage(CommandLine.Help.Ansi.OFF).lines().toList();
  }

  private static List<OptionSpec> shown(CommandLine verb) {
    return verb.getCommandSpec().options().stream().filter(option -> !option.hidden()).toList();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void noLineIsWiderThanATerminalAndColumnsAreAligned(CommandLine verb) {
    assertThat(lines(verb))
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80))
        .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
    final Pattern row = Pattern.compile("  -[-\\w,]+(?: \\S+)* {2,}(?=\\S)");
    final Set<Integer> columns = new TreeSet<>();
    for (final String line : lines(verb)) {
      final Matcher names = row.matcher(line);
      if (names.lookingAt()) {
        columns.add(names.end());
      }
    }
    assertThat(columns).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyOptionIsInOneGroupAndShownThere(CommandLine verb) {
    final Map<HelpGroup, List<OptionSpec>> groups = HelpLayout.groups(verb.getCommandSpec());
    assertThat(groups.values().stream().flatMap(List::stream).toList())
        .containsExactlyInAnyOrderElementsOf(shown(verb));
    for (final OptionSpec option : shown(verb)) {
      final Pattern row =
          Pattern.compile("  " + option.names()[0] + "[, ].*|  " + option.names()[0]);
      assertThat(lines(verb).stream().filter(line -> row.matcher(line).matches()))
          .as(option.names()[0])
          .hasSize(option.names().length > 1 && option.names()[0].startsWith("--") ? 2 : 1);
      for (final String other : option.names()) {
        assertThat(String.join(" ", lines(verb))).contains(other);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void theFiveOptionsThatMostPeopleNeedComeFirst(CommandLine verb) {
    final List<String> most = HelpLayout.mostUsed(verb.getCommandSpec());
    final int own =
        shown(verb).size() - HelpLayout.groups(verb.getCommandSpec()).get(HelpGroup.HELP).size();
    assertThat(most).hasSize(own > 5 ? 5 : 0).doesNotHaveDuplicates();
    assertThat(shown(verb).stream().map(option -> option.names()[0]).toList()).containsAll(most);
    if (!most.isEmpty()) {
      final List<String> rows = lines(verb);
      final int first = rows.indexOf("Most used:");
      assertThat(rows.get(first + 1)).startsWith("  " + most.get(0));
      assertThat(rows.stream().limit(first)).noneMatch(line -> line.startsWith("  -"));
    }
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbHasExamplesThatParse(CommandLine verb) {
    final List<String> examples = examples(verb);
    final String name = verb.getCommandSpec().qualifiedName(" ");
    assertThat(examples)
        .anyMatch(example -> example.startsWith(name + " ") || example.equals(name));
    for (final String example : examples) {
      final String[] words = example.split("\\s+", -1);
      assertThatCode(() -> Main.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length)))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  private static List<String> examples(CommandLine verb) {
    final List<String> examples = new ArrayList<>();
    final String text = String.join("\n", lines(verb)).replaceAll("\\\\\n\\s*", "");
    text.lines()
        .filter(line -> line.startsWith("  metasift "))
        .map(String::strip)
        .forEach(examples::add);
    return examples;
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyDefaultThatIsToldIsTheRealOne(CommandLine verb) {
    for (final OptionSpec option : shown(verb)) {
      final Matcher told = DEFAULT.matcher(String.join(" ", option.description()));
      final String value = told.find() ? told.group(1) : null;
      final String name = option.names()[0];
      final String ofVerb = verb.getCommandName() + " " + name;
      if (IN_WORDS.contains(ofVerb) || IN_WORDS.contains(name)) {
        continue;
      }
      final Map<String, String> real = real();
      final String expected =
          real.containsKey(ofVerb)
              ? real.get(ofVerb)
              : real.containsKey(name) ? real.get(name) : initial(option);
      assertThat(value).as(ofVerb).isEqualTo(expected);
    }
  }

  /** What the option's field holds from the start; null where that is nothing to tell. */
  private static String initial(OptionSpec option) {
    if (option.initialValue() instanceof Iterable<?> many) {
      final List<String> all = new ArrayList<>();
      many.forEach(one -> all.add(one.toString()));
      return all.isEmpty() ? null : String.join(",", all);
    }
    return option.initialValue() == null
            || option.initialValue().equals("")
            || option.initialValue() instanceof Boolean
            || option.initialValue() instanceof Map
        ? null
        : option.initialValue().toString();
  }

  /** Defaults that no option's field holds, from where the program takes them. */
  private static Map<String, String> real() {
    final Map<String, String> real = new HashMap<>();
    final MetaSift.Settings compact = MetaSift.Settings.compact();
    final MetaSift.Settings paper = MetaSift.Settings.paper();
    for (final DeclaredSetting setting : DeclaredSettings.of(MetaSift.Settings.class)) {
      final String small = DeclaredSettings.plain(Records.value(compact, setting.name()));
      final String large = DeclaredSettings.plain(Records.value(paper, setting.name()));
      real.put(
          OptionNames.of(setting.name()).get(0),
          small.equals(large) ? small : "compact %s, paper %s".formatted(small, large));
    }
    final Panel.Settings panel = Panel.Settings.standard();
    real.put(
        "--members",
        panel.members().entrySet().stream()
            .map(Map.Entry::toString)
            .collect(Collectors.joining(",")));
    real.put(
        "--target", isUsual(new AttackSpec("badnets", 38, null, null, null, null).target(), "38"));
    real.put(
        "--source",
        isUsual(new AttackSpec("targeted-label-flip", null, 12, null, null, null).source(), "12"));
    final ImageSource.Settings usual = ImageSource.Settings.standard();
    real.put("--images", usual.imagesName() + "; in a .csv path");
    real.put("--labels", usual.labelsName() + "; in a .csv label");
    final IBau.Settings small = IBau.Settings.compact();
    final IBau.Settings large = IBau.Settings.paper();
    final FineTuning.Settings tuning = FineTuning.Settings.standard();
    real.put("--rounds", String.valueOf(small.rounds()));
    real.put(
        "--settling",
        "%d; on a GPU %d, as in the artifact".formatted(small.settling(), large.settling()));
    real.put(
        "purify --lr",
        "%s; on a GPU with 20,000 images or more the paper's %s; fine-tuning %s"
            .formatted(
                small.learningRate(),
                large.fittedTo(20_000).learningRate(),
                tuning.learningRate()));
    real.put(
        "purify --batch-size",
        "%d; fine-tuning %d".formatted(small.batchSize(), tuning.batchSize()));
    real.put("purify --epochs", String.valueOf(tuning.epochs()));
    assertThat(large.fittedTo(19_999).learningRate()).isEqualTo(small.learningRate());
    real.put("--limit", "%d, or the size of a smaller base set".formatted(AuditPlan.USUAL_LIMIT));
    real.put(
        "--opacity",
        isUsual(new AttackSpec("blended", null, null, null, 0.2, null).opacity(), "0.2"));
    return real;
  }

  /** The value, if the attack keeps nothing of it because it is the paper's anyway. */
  private static String isUsual(Object kept, String value) {
    return kept == null ? value : "another";
  }
}
