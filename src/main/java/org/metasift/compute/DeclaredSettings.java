package org.metasift.compute;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.metasift.io.Records;

/** The settings of a record, as its components declare them by {@link Setting}. */
public final class DeclaredSettings {
  private static final ClassValue<List<DeclaredSetting>> READ =
      new ClassValue<>() {
        @Override
        protected List<DeclaredSetting> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents()).map(DeclaredSettings::read).toList();
        }
      };

  /**
   * One of them.
   *
   * @param name of the component
   * @param type int or double; another where nothing is declared
   * @param declared null for a component that is no setting, such as the name of a preset
   */
  public record DeclaredSetting(String name, Class<?> type, Setting declared) {
    /** Whether its values are whole numbers. */
    public boolean isWhole() {
      return type == int.class;
    }

    /** Whether a value is allowed. */
    public boolean allows(Object value) {
      try {
        check(value);
        return true;
      } catch (final IllegalArgumentException e) {
        return false;
      }
    }

    /** The allowed values, in words: "1 to 256" or "above 0 and below 10". */
    public String range() {
      return (declared.open() ? "above %s and below %s" : "%s to %s")
          .formatted(plain(declared.from()), plain(declared.to()));
    }

    /** What texts call it: "batch size". */
    String shown() {
      return declared.shown().isEmpty()
          ? name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT)
          : declared.shown();
    }

    private void check(Object value) {
      if (declared == null) {
        return;
      }
      if (isWhole()) {
        Ranges.within(name, (int) value, (int) declared.from(), (int) declared.to());
      } else if (declared.open()) {
        Ranges.between(name, (double) value, declared.from(), declared.to());
      } else {
        Ranges.within(name, (double) value, declared.from(), declared.to());
      }
    }
  }

  private DeclaredSettings() {}

  private static DeclaredSetting read(RecordComponent component) {
    final Setting declared = component.getAnnotation(Setting.class);
    final Class<?> type = component.getType();
    if (declared != null && type != int.class && type != double.class) {
      throw new IllegalStateException("%s is neither int nor double".formatted(component));
    }
    return new DeclaredSetting(component.getName(), type, declared);
  }

  /** Those that a record declares, in the order of its components. */
  public static List<DeclaredSetting> of(Class<? extends Record> type) {
    return READ.get(type).stream().filter(one -> one.declared() != null).toList();
  }

  /**
   * One that a record declares.
   *
   * @throws java.util.NoSuchElementException when it declares none of that name
   */
  public static DeclaredSetting named(Class<? extends Record> type, String name) {
    return of(type).stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * Checks the values of a record that is being made: to be called by its constructor.
   *
   * @param values of all components, in their order
   * @throws IllegalArgumentException for the first one that is out of its range
   */
  public static void check(Class<? extends Record> type, Object... values) {
    final List<DeclaredSetting> all = READ.get(type);
    if (all.size() != values.length) {
      throw new IllegalStateException(
          "%s has %d components, and %d were to be checked"
              .formatted(type.getSimpleName(), all.size(), values.length));
    }
    for (int k = 0; k < values.length; k++) {
      all.get(k).check(values[k]);
    }
  }

  /**
   * Settings in words: "batch size 128, lr 0.0001, views 4".
   *
   * @param except of which others tell, by name
   */
  public static String shown(Record settings, Set<String> except) {
    return of(settings.getClass()).stream()
        .filter(one -> !except.contains(one.name()))
        .map(one -> one.shown() + " " + plain(Records.value(settings, one.name())))
        .collect(Collectors.joining(", "));
  }

  /** A value with all its digits and none beyond them: a run can be repeated from its text. */
  public static String plain(Object value) {
    return Objects.requireNonNull(value) instanceof Double number
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : value.toString();
  }
}
