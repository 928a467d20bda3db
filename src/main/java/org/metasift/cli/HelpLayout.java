package org.metasift.cli;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.metasift.cli.option.HelpGroup;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * How {@code --help} looks: what the verb does, its options in groups, what it leaves, examples; no
 * line is longer than {@value #WIDTH} characters. A text is wrapped between words unless it begins
 * with two spaces.
 */
final class HelpLayout {
  static final int WIDTH = 80;

  private static final int WIDEST_NAMES = 26; // with the indent and the gap
  private static final char GLUE = '\u00a0'; // no line is broken there; printed as a space
  private static final Pattern SHORT_DEFAULT = Pattern.compile("\\(default: [^()]{1,20}\\)");
  private static final int FEW = 5; // options that need no groups
  private static final String INDENT = "  ";
  private static final String OTHER_NAMES = "The artifact's names, which work as well";

  private HelpLayout() {}

  /** Lays out the help of a command and of all below it. */
  static CommandLine on(CommandLine command) {
    final Map<String, CommandLine.IHelpSectionRenderer> sections = new LinkedHashMap<>();
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, help -> synopsis(help.commandSpec()));
    sections.put(
        UsageMessageSpec.SECTION_KEY_DESCRIPTION,
        help -> paragraphs(help.commandSpec().usageMessage().description()));
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::arguments);
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpLayout::verbs);
    sections.put(
        UsageMessageSpec.SECTION_KEY_FOOTER,
        help -> footer(help.commandSpec().usageMessage().footer()));
    return command
        .setUsageHelpWidth(WIDTH)
        .setHelpSectionKeys(List.copyOf(sections.keySet()))
        .setHelpSectionMap(sections);
  }

  private static String synopsis(CommandSpec verb) {
    final List<String> words = new ArrayList<>(List.of("Usage:", verb.qualifiedName(" ")));
    verb.positionalParameters().forEach(one -> words.add(synopsis(one)));
    if (!verb.subcommands().isEmpty()) {
      words.add(verb.usageMessage().synopsisSubcommandLabel());
    }
    verb.options().stream().filter(ArgSpec::required).forEach(one -> words.add(names(one)));
    words.add("[options]");
    return wrapped(String.join(" ", words), "       ").stripLeading() + System.lineSeparator();
  }

  private static String synopsis(PositionalParamSpec one) {
    final String label = one.paramLabel() + (one.arity().max() > 1 ? "..." : "");
    return one.arity().min() == 0 ? "[" + label + "]" : label;
  }

  private static String arguments(Help help) {
    final CommandSpec verb = help.commandSpec();
    final Map<HelpGroup, List<OptionSpec>> groups = groups(verb);
    final Map<String, String> others = otherNames(verb);
    final int column = column(verb);
    final StringBuilder text = new StringBuilder();
    if (!verb.positionalParameters().isEmpty()) {
      text.append(heading(help, "Arguments"));
      verb.positionalParameters()
          .forEach(one -> text.append(row(one.paramLabel(), sentence(one), column)));
    }
    groups.forEach(
        (group, options) -> {
          if (group == HelpGroup.HELP && !others.isEmpty()) {
            text.append(heading(help, OTHER_NAMES));
            others.forEach((name, other) -> text.append(row(name, other, column)));
          }
          text.append(heading(help, isWhole(groups, group) ? "Options" : group.heading()));
          options.forEach(one -> text.append(row(names(one), sentence(one), column)));
        });
    return text.toString();
  }

  /** Whether all options but those for help are listed together, being few. */
  private static boolean isWhole(Map<HelpGroup, List<OptionSpec>> groups, HelpGroup group) {
    return group == HelpGroup.METHOD && groups.keySet().stream().allMatch(HelpLayout::isPlain);
  }

  private static boolean isPlain(HelpGroup group) {
    return group == HelpGroup.METHOD || group == HelpGroup.HELP;
  }

  /** The options that are shown, each in one group. */
  static Map<HelpGroup, List<OptionSpec>> groups(CommandSpec verb) {
    final List<OptionSpec> shown =
        verb.options().stream().filter(option -> !option.hidden()).toList();
    final long own = shown.stream().filter(one -> group(one) != HelpGroup.HELP).count();
    final List<String> most = mostUsed(verb);
    final Map<HelpGroup, List<OptionSpec>> groups = new EnumMap<>(HelpGroup.class);
    most.forEach(name -> add(groups, HelpGroup.MOST_USED, verb.findOption(name)));
    for (final OptionSpec option : shown) {
      if (!most.contains(option.names()[0])) {
        final HelpGroup group = group(option);
        add(groups, own <= FEW && group != HelpGroup.HELP ? HelpGroup.METHOD : group, option);
      }
    }
    return groups;
  }

  private static void add(
      Map<HelpGroup, List<OptionSpec>> groups, HelpGroup group, OptionSpec option) {
    groups.computeIfAbsent(group, some -> new ArrayList<>()).add(option);
  }

  /** The first names of the options that most people need; none where there are few anyway. */
  static List<String> mostUsed(CommandSpec verb) {
    final HelpGroup.MostUsed named =
        verb.userObject() == null
            ? null
            : verb.userObject().getClass().getAnnotation(HelpGroup.MostUsed.class);
    return named == null ? List.of() : List.of(named.value());
  }

  private static HelpGroup group(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp() || option.longestName().equals("--verbose")) {
      return HelpGroup.HELP;
    }
    if (option.userObject() instanceof AnnotatedElement place) {
      final HelpGroup.In own = place.getAnnotation(HelpGroup.In.class);
      final HelpGroup.In ofClass =
          place instanceof Member member
              ? member.getDeclaringClass().getAnnotation(HelpGroup.In.class)
              : null;
      return own != null ? own.value() : ofClass != null ? ofClass.value() : HelpGroup.METHOD;
    }
    return HelpGroup.METHOD;
  }

  /** By an option's name the artifact's names for it. */
  private static Map<String, String> otherNames(CommandSpec verb) {
    final Map<String, String> others = new LinkedHashMap<>();
    for (final OptionSpec option : verb.options()) {
      final String[] names = option.names();
      if (!option.hidden() && names.length > 1 && names[0].startsWith("--")) {
        others.put(names[0], String.join(", ", Arrays.copyOfRange(names, 1, names.length)));
      }
    }
    return others;
  }

  /** "-h, --help" or "--budget N". */
  private static String names(OptionSpec option) {
    final String names =
        option.names()[0].startsWith("--") || option.names()[0].length() > 2
            ? option.names()[0]
            : String.join(", ", option.names());
    final String more = option.splitRegex().isEmpty() ? "" : ",...";
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel() + more;
  }

  private static String sentence(ArgSpec argument) {
    final String text =
        Arrays.stream(argument.description())
            .map(line -> line.formatted())
            .collect(Collectors.joining(" "));
    return SHORT_DEFAULT
        .matcher(text)
        .replaceAll(told -> Matcher.quoteReplacement(told.group().replace(' ', GLUE)));
  }

  private static int column(CommandSpec verb) {
    final int longest =
        verb.options().stream()
            .filter(option -> !option.hidden())
            .mapToInt(option -> names(option).length() + 2 * INDENT.length())
            .filter(length -> length <= WIDEST_NAMES)
            .max()
            .orElse(WIDEST_NAMES);
    return Math.max(longest, 16);
  }

  private static String heading(Help help, String text) {
    return "%n%s:%n".formatted(help.colorScheme().ansi().string("@|bold " + text + "|@"));
  }

  /** Names, and beside or below them what they mean. */
  private static String row(String names, String meaning, int column) {
    final String indent = " ".repeat(column);
    final String first = INDENT + names;
    final String text = wrapped(meaning, indent);
    return first.length() + INDENT.length() <= column
        ? first + " ".repeat(column - first.length()) + text.substring(column)
        : "%s%n%s".formatted(first, text);
  }

  private static String verbs(Help help) {
    final CommandSpec verb = help.commandSpec();
    if (verb.subcommands().isEmpty()) {
      return "";
    }
    final int column =
        verb.subcommands().keySet().stream().mapToInt(String::length).max().orElseThrow()
            + 2 * INDENT.length();
    final StringBuilder text =
        new StringBuilder(heading(help, verb.root() == verb ? "Verbs" : "Commands"));
    verb.subcommands()
        .forEach(
            (name, one) ->
                text.append(row(name, firstSentence(one.getCommandSpec().usageMessage()), column)));
    return text.toString();
  }

  private static String firstSentence(UsageMessageSpec usage) {
    return usage.description().length == 0
        ? ""
        : usage.description()[0].formatted().split("(?<=\\.)\\s", 2)[0];
  }

  private static String footer(String... lines) {
    return lines.length == 0 ? "" : System.lineSeparator() + paragraphs(lines);
  }

  private static String paragraphs(String... lines) {
    return Arrays.stream(lines)
        .flatMap(line -> line.formatted().lines())
        .map(line -> line.startsWith(INDENT) ? line + System.lineSeparator() : wrapped(line, ""))
        .collect(Collectors.joining());
  }

  /** A text in lines of the width, each with this indent, broken between words alone. */
  private static String wrapped(String text, String indent) {
    final StringBuilder all = new StringBuilder();
    StringBuilder line = new StringBuilder(indent);
    for (final String word : text.strip().split("\\s+", -1)) {
      final boolean empty = line.length() == indent.length();
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        all.append(line).append(System.lineSeparator());
        line = new StringBuilder(indent);
      }
      line.append(line.length() == indent.length() ? "" : " ").append(word);
    }
    return all.append(line).append(System.lineSeparator()).toString().replace(GLUE, ' ');
  }
}
