package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentValuesTest {
  private final List<String> made = new ArrayList<>();
  private final RecentValues<List<String>> recent = new RecentValues<>(2);
  private final List<List<String>> held = new ArrayList<>(); // else memory might be reclaimed

  private List<String> get(String key) {
    final List<String> value =
        recent.get(
            key,
            () -> {
              made.add(key);
              return List.of(key);
            });
    held.add(value);
    return value;
  }

  @Test
  void whatIsAskedForAgainIsNotMadeAgain() {
    assertThat(get("a")).isEqualTo(List.of("a")).isSameAs(get("a"));
    assertThat(get("b")).isEqualTo(List.of("b"));
    assertThat(made).containsExactly("a", "b");
  }

  @Test
  void theValueUsedLongestAgoGoesFirst() {
    get("a");
    get("b");
    get("a");
    get("c"); // b goes
    get("a");
    get("b");
    assertThat(made).containsExactly("a", "b", "c", "b");
  }
}
