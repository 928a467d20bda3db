package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the launcher passes in the environment, and what is refused there. */
class NotebookOptionsTest {
  @Test
  void nothingSetIsTheDefault() {
    assertThat(NotebookOptions.from(Map.of())).isEqualTo(new NotebookOptions(false, 0, ""));
    assertThat(NotebookOptions.from(Map.of("METASIFT_QUICK", "0", "METASIFT_PROFILE", " ")))
        .isEqualTo(new NotebookOptions(false, 0, ""));
  }

  @Test
  void whatIsSetIsTaken() {
    assertThat(
            NotebookOptions.from(
                Map.of(
                    "METASIFT_QUICK",
                    "1",
                    "METASIFT_SEED",
                    " 1000000 ",
                    "METASIFT_PROFILE",
                    "Paper")))
        .isEqualTo(new NotebookOptions(true, 1_000_000, "paper"));
  }

  @Test
  void otherValuesAreNamed() {
    refused("METASIFT_QUICK", "yes", "METASIFT_QUICK is 'yes'; 0 and 1 are allowed");
    refused("METASIFT_SEED", "1000001", "METASIFT_SEED is 1000001; 0 to 1000000 is allowed");
    refused("METASIFT_SEED", "-1", "METASIFT_SEED is '-1'; a whole number from 0 to 1000000");
    refused("METASIFT_SEED", "9999999999999999999", "METASIFT_SEED is '9999999999999999999'");
    refused("METASIFT_SEED", "", "METASIFT_SEED is ''");
    refused("METASIFT_PROFILE", "big", "METASIFT_PROFILE is 'big'; paper and compact are allowed");
  }

  private static void refused(String name, String value, String said) {
    assertThatThrownBy(() -> NotebookOptions.from(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }
}
