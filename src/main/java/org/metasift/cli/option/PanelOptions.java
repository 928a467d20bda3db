package org.metasift.cli.option;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.metasift.sift.panel.MemberKind;
import org.metasift.sift.panel.Panel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who sits on the panel. */
@HelpGroup.In(HelpGroup.PANEL)
public final class PanelOptions {
  private final OptionSpec members =
      OptionSpec.builder("--members")
          .type(Map.class)
          .auxiliaryTypes(String.class, Integer.class)
          .splitRegex(",")
          .paramLabel("VIEW=N")
          .description(
              "Number of members of each kind: %s. Those not named keep their default (default: %s)."
                  .formatted(
                      each(", ", PanelOptions::described),
                      each(
                          ",", kind -> kind.label() + "=" + Panel.Settings.standard().count(kind))))
          .userObject(PanelOptions.class) // for its group
          .build();

  @Option(
      names = "--fill",
      description = "Pick from every class, even from those that the panel does not vouch for.")
  private boolean fill;

  /** Adds the option whose text is made from the list of members. */
  @Spec(Spec.Target.MIXEE)
  void addTo(CommandSpec verb) {
    verb.addOption(members);
  }

  private static String each(String between, Function<MemberKind, String> text) {
    return Arrays.stream(MemberKind.values()).map(text).collect(Collectors.joining(between));
  }

  /** "whole (networks that see the images whole, 1 to 100)". */
  private static String described(MemberKind kind) {
    final String between = kind.most() > kind.least() + 1 ? "to" : "or";
    return "%s (%s, %d %s %d)"
        .formatted(kind.label(), kind.text(), kind.least(), between, kind.most());
  }

  /**
   * The settings of the panel.
   *
   * @param images how many there are, to fit them to
   */
  public Panel.Settings settings(int images) {
    return settings().fittedTo(images);
  }

  private Panel.Settings settings() {
    Panel.Settings settings = fill ? Panel.Settings.standard().filled() : Panel.Settings.standard();
    for (final Map.Entry<String, Integer> one : given().entrySet()) {
      final MemberKind kind =
          MemberKind.named(one.getKey())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--members names '%s'; %s are allowed".formatted(one.getKey(), names())));
      settings = with(settings, kind, one.getValue());
    }
    return settings;
  }

  private Map<String, Integer> given() {
    final Map<String, Integer> given = members.getValue();
    return given == null ? Map.of() : given;
  }

  private static String names() {
    return Arrays.stream(MemberKind.values())
        .map(MemberKind::label)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Panel.Settings with(Panel.Settings settings, MemberKind kind, int count) {
    if (kind.most() == 1 && count != 0 && count != 1) {
      throw new IllegalArgumentException(
          "--members has %s=%d; 0 and 1 are allowed".formatted(kind.label(), count));
    }
    try {
      return settings.with(kind, count);
    } catch (final IllegalArgumentException e) {
      throw new IllegalArgumentException("--members: " + e.getMessage(), e);
    }
  }

  /** Refuses the options where no panel is asked for. */
  public void checkFor(List<String> sifters) {
    if (!sifters.contains("panel")) {
      final Map<String, Object> given = new LinkedHashMap<>();
      given.put("--fill", fill ? Boolean.TRUE : null);
      given.put("--members", members.getValue());
      MetaSiftOptions.refuse(given, sifters, "leave it out, or choose the sifter panel");
    }
  }
}
