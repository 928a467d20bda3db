package org.metasift.compute;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Values that took long to make and may be needed again: the latest ones, as long as memory allows.
 *
 * @param <V> immutable values
 */
public final class RecentValues<V> {
  private final Map<String, SoftReference<V>> values;

  /**
   * Nothing yet.
   *
   * @param most how many values are kept
   */
  public RecentValues(int most) {
    this.values =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, SoftReference<V>> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * The value that is kept under a key, else one made now. Two threads that ask for the same at the
   * same time both make it.
   *
   * @param key names everything that the value depends on
   */
  public V get(String key, Supplier<V> make) {
    synchronized (values) {
      final SoftReference<V> known = values.get(key);
      final V value = known == null ? null : known.get();
      if (value != null) {
        return value;
      }
    }
    final V made = make.get();
    synchronized (values) {
      values.put(key, new SoftReference<>(made));
    }
    return made;
  }
}
