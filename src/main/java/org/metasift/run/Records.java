package org.metasift.run;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Copies of records that differ in one component: what stands behind the {@code withX} methods. */
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
    final Object[] values = new Object[components.length];
    boolean found = false;
    try {
      for (int k = 0; k < components.length; k++) {
        final boolean meant = components[k].getName().equals(component);
        values[k] = meant ? value : components[k].getAccessor().invoke(record);
        found |= meant;
      }
      if (!found) {
        throw new IllegalArgumentException(
            "'%s' is no setting of %s; there are %s"
                .formatted(
                    component,
                    record.getClass().getSimpleName(),
                    Arrays.stream(components).map(RecordComponent::getName).toList()));
      }
      return copy(record, components, values);
    } catch (final ReflectiveOperationException e) {
      throw new IllegalStateException("a public record can be read and made", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <R extends Record> R copy(R record, RecordComponent[] components, Object[] values)
      throws ReflectiveOperationException {
    final Constructor<R> constructor =
        (Constructor<R>)
            record
                .getClass()
                .getDeclaredConstructor(
                    Arrays.stream(components)
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new));
    try {
      return constructor.newInstance(values);
    } catch (final InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw e;
    }
  }
}
