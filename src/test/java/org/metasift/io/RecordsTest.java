package org.metasift.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.metasift.compute.Ranges;

class RecordsTest {
  /** Settings with a check of their own. */
  public record Recipe(String name, int eggs, double butter) {
    /** Checks the ranges. */
    public Recipe {
      Ranges.within("eggs", eggs, 1, 12);
    }
  }

  private final Recipe cake = new Recipe("cake", 3, 0.25);

  @Test
  void oneComponentChangesInACopy() {
    assertThat(Records.with(cake, "eggs", 4)).isEqualTo(new Recipe("cake", 4, 0.25));
    assertThat(cake.eggs()).isEqualTo(3);
  }

  @Test
  void theRecordsOwnCheckSpeaks() {
    assertThatThrownBy(() -> Records.with(cake, "eggs", 13))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("eggs is 13");
  }

  @Test
  void anUnknownComponentIsNamedWithThoseThereAre() {
    assertThatThrownBy(() -> Records.with(cake, "sugar", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'sugar' is not a setting of Recipe; there are [name, eggs, butter]");
  }
}
