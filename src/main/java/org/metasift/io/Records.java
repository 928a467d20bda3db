package org.metasift.io;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Records by their components: copies that differ in one, values in order and back. */
public final class Records {
  private Records() {}

  /**
   * The same record with another value of one component. The record's own checks run again.
   *
   * @param component the component's name, as declared
   * @param value of the component's type, boxed
   * @throws IllegalArgumentException when the record has no such component, or refuses the value
   */
  public static <R extends Record> R with(R record, String component, Object value) {
    final RecordComponent[] components = record.getClass().getRecordComponents();
    final Object[] values = values(record);
    boolean found = false;
    for (int k = 0; k < components.length; k++) {
      if (components[k].getName().equals(component)) {
        values[k] = value;
        found = true;
      }
    }
    if (!found) {
      throw unknown(record, component);
    }
    @SuppressWarnings("unchecked")
    final Class<R> type = (Class<R>) record.getClass();
    return make(type, values);
  }

  /**
   * The value of one component.
   *
   * @throws IllegalArgumentException when the record has no such component
   */
  public static Object value(Record record, String component) {
    final RecordComponent[] components = record.getClass().getRecordComponents();
    for (int k = 0; k < components.length; k++) {
      if (components[k].getName().equals(component)) {
        return values(record)[k];
      }
    }
    throw unknown(record, component);
  }

  private static IllegalArgumentException unknown(Record record, String component) {
    return new IllegalArgumentException(
        "'%s' is not a setting of %s; there are %s"
            .formatted(
                component,
                record.getClass().getSimpleName(),
                Arrays.stream(record.getClass().getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList()));
  }

  /** The components' values, in the order of their declaration. */
  static Object[] values(Record record) {
    final RecordComponent[] components = record.getClass().getRecordComponents();
    final Object[] values = new Object[components.length];
    try {
      for (int k = 0; k < values.length; k++) {
        final Method accessor = components[k].getAccessor();
        accessor.setAccessible(true); // the record may be private to its package
        values[k] = accessor.invoke(record);
      }
    } catch (final ReflectiveOperationException e) {
      throw new IllegalStateException("a record of this program can be read", e);
    }
    return values;
  }

  /** A record of these values, in the order of their declaration. */
  static <R extends Record> R make(Class<R> type, Object... values) {
    final Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      final Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (final InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException("a record's checks throw runtime exceptions", e);
    } catch (final ReflectiveOperationException e) {
      throw new IllegalStateException("a public record can be made", e);
    }
  }
}
