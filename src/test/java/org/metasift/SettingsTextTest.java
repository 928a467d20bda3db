package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.BadNets;
import org.metasift.attack.TargetedLabelFlip;
import org.metasift.defense.FineTuning;
import org.metasift.defense.IBau;
import org.metasift.io.Records;
import org.metasift.nn.Training;
import org.metasift.sift.baseline.LossScan;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.panel.Panel;
import org.metasift.tune.PseudoPoison;
import org.metasift.tune.SiftTuner;

/** A run is repeated from the text of its settings: every one of them must change the text. */
class SettingsTextTest {
  static Stream<Record> settings() {
    return Stream.of(
        MetaSift.Settings.compact(),
        IBau.Settings.compact(),
        FineTuning.Settings.standard(),
        Training.Settings.standard(),
        SiftTuner.Settings.standard(),
        Panel.Settings.standard(),
        LossScan.compact(),
        new BadNets(1, 0.25),
        new TargetedLabelFlip(1, 5, 0.25),
        new AttackSpec("badnets", 3, null, 0.25, null, null));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everySettingIsInTheText(Record settings) throws ReflectiveOperationException {
    final String text = text(settings);
    for (final RecordComponent component : settings.getClass().getRecordComponents()) {
      final Object value = component.getAccessor().invoke(settings);
      if (value == null || component.getName().equals("name")) {
        continue;
      }
      for (final Object other : others(value)) {
        assertThat(text(Records.with(settings, component.getName(), other)))
            .as("the text with %s of %s", component.getName(), other)
            .isNotEqualTo(text);
      }
    }
  }

  private static String text(Record settings) {
    return settings instanceof LossScan scan ? scan.settings() : settings.toString();
  }

  /** Values that differ in one place each, allowed where the given one is. */
  private static List<Object> others(Object value) throws ReflectiveOperationException {
    final List<Object> others = new ArrayList<>();
    if (value instanceof Record parts) {
      for (final RecordComponent part : parts.getClass().getRecordComponents()) {
        others.add(Records.with(parts, part.getName(), other(part.getAccessor().invoke(parts))));
      }
    } else if (value instanceof Map<?, ?> counts) {
      for (final Map.Entry<?, ?> count : counts.entrySet()) {
        final Map<Object, Object> changed = new LinkedHashMap<>(counts);
        changed.put(count.getKey(), count.getKey().equals("pattern") ? 0 : other(count.getValue()));
        others.add(changed);
      }
    } else {
      others.add(other(value));
    }
    return others;
  }

  /** A value of the same type, allowed where the given one is. */
  private static Object other(Object value) {
    if (value instanceof Integer number) {
      return number == 2 || number == 1000 ? number - 1 : number + 1;
    }
    if (value instanceof Double number) {
      return number == 0 ? 0.125 : number * 0.75;
    }
    if (value instanceof Boolean flag) {
      return !flag;
    }
    if (value instanceof Duration time) {
      return time.plusSeconds(1);
    }
    if (value instanceof List<?>) {
      return List.of(PseudoPoison.Kind.BADNETS);
    }
    return value + "x";
  }
}
