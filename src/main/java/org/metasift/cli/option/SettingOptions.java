package org.metasift.cli.option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.metasift.compute.DeclaredSettings;
import org.metasift.compute.DeclaredSettings.DeclaredSetting;
import org.metasift.io.Records;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One option for each setting that a record declares ({@link org.metasift.compute.Setting}): its
 * name from {@link OptionNames}, its text and range from the declaration, its default from the
 * presets. A setting that is added to the record has its option by that.
 *
 * @param <R> the record
 */
final class SettingOptions<R extends Record> {
  private final Map<String, OptionSpec> bySetting = new LinkedHashMap<>();

  /**
   * Options that no verb has yet; none has a value until a command line is parsed.
   *
   * @param presets whose values are told as defaults, by their names
   * @param otherDefaults by the settings' names, what is told of a default that no preset holds
   * @param group a class whose {@link HelpGroup.In} says where {@code --help} lists the options
   */
  SettingOptions(
      Class<R> type, Map<String, R> presets, Map<String, String> otherDefaults, Class<?> group) {
    for (final DeclaredSetting setting : DeclaredSettings.of(type)) {
      final String told =
          otherDefaults.getOrDefault(setting.name(), usual(setting.name(), presets));
      bySetting.put(
          setting.name(),
          OptionSpec.builder(OptionNames.of(setting.name()).toArray(String[]::new))
              .type(setting.isWhole() ? Integer.class : Double.class)
              .paramLabel(setting.isWhole() ? "N" : "X")
              .description(
                  "%s; %s (default: %s)."
                      .formatted(setting.declared().text(), setting.range(), told))
              .userObject(group)
              .build());
    }
  }

  /** "1" where the presets agree, else "compact 4, paper 5". */
  private static <R extends Record> String usual(String setting, Map<String, R> presets) {
    final Map<String, String> values = new LinkedHashMap<>();
    presets.forEach(
        (name, preset) -> values.put(name, DeclaredSettings.plain(Records.value(preset, setting))));
    return values.values().stream().distinct().count() == 1
        ? values.values().iterator().next()
        : values.entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Gives a verb these options. */
  void addTo(CommandSpec verb) {
    bySetting.values().forEach(verb::addOption);
  }

  /** What was given for a setting; null for nothing. */
  Object given(String setting) {
    return bySetting.get(setting).getValue();
  }

  /** What was given for all, by the settings' names, in their order; null for nothing. */
  Map<String, Object> given() {
    final Map<String, Object> given = new LinkedHashMap<>();
    bySetting.keySet().forEach(setting -> given.put(setting, given(setting)));
    return given;
  }

  /**
   * Settings with the values that were given.
   *
   * @throws IllegalArgumentException naming the option, when a value is out of its range
   */
  R onto(R settings) {
    R changed = settings;
    for (final String setting : bySetting.keySet()) {
      if (given(setting) != null) {
        changed = with(changed, setting, given(setting));
      }
    }
    return changed;
  }

  /** One value changed; a refusal calls the setting as its option is called. */
  private static <R extends Record> R with(R settings, String setting, Object value) {
    try {
      return Records.with(settings, setting, value);
    } catch (final IllegalArgumentException e) {
      throw e.getMessage().startsWith(setting + " is ")
          ? new IllegalArgumentException(
              OptionNames.of(setting).get(0) + e.getMessage().substring(setting.length()), e)
          : e;
    }
  }
}
