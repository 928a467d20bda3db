package org.metasift.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.InvalidPathException;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void aNameThatWasNotUnderstoodHoldsTheSignForIt() {
    assertThat(FileNames.isLost("B\uFFFD\uFFFDr")).isTrue();
    assertThat(FileNames.isLost("Bär?")).isFalse();
  }

  @Test
  void javasOwnWordsForSuchANameAreKnown() {
    final String words = "Malformed input or input contains unmappable characters";
    final Exception own = new InvalidPathException("b??r", words);
    assertThat(FileNames.areToBlame(own)).isTrue();
    assertThat(FileNames.areToBlame(new IllegalStateException("x", own))).isTrue();
    assertThat(FileNames.areToBlame(new IllegalStateException("cannot convert: " + own))).isTrue();
    assertThat(FileNames.areToBlame(new InvalidPathException("a\0", "Nul character"))).isFalse();
  }

  @Test
  void theRemedyIsNamed() {
    assertThat(FileNames.complaint()).contains("set LC_ALL=C.UTF-8");
  }
}
