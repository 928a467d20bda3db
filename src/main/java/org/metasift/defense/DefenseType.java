package org.metasift.defense;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.metasift.io.Records;

/**
 * One defence as the command line knows it: its name and its settings.
 *
 * @param name in lower case, words joined by hyphens
 * @param aliases other names for it, written alike
 * @param settings the type of its settings
 * @param usual its settings for a network that was trained on so many images
 * @param make the defence with settings of its own
 */
public record DefenseType<S extends Record>(
    String name,
    List<String> aliases,
    Class<S> settings,
    IntFunction<S> usual,
    Function<S, Defense> make) {
  /** Copies the list. */
  public DefenseType {
    aliases = List.copyOf(aliases);
  }

  /** Whether it has a setting of this name. */
  public boolean takes(String setting) {
    return Arrays.stream(settings.getRecordComponents())
        .map(RecordComponent::getName)
        .anyMatch(setting::equals);
  }

  /** The defence with its usual settings for a network that was trained on so many images. */
  public Defense fittedTo(int images) {
    return fittedTo(images, Map.of());
  }

  /**
   * As above.
   *
   * @param chosen settings that are to differ, by their names
   * @throws IllegalArgumentException for a setting that it does not take, or a value out of range
   */
  public Defense fittedTo(int images, Map<String, ?> chosen) {
    S all = usual.apply(images);
    for (final Map.Entry<String, ?> one : chosen.entrySet()) {
      all = Records.with(all, one.getKey(), one.getValue());
    }
    return make.apply(all);
  }
}
