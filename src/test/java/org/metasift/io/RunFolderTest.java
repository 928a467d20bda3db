package org.metasift.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of runs that follow each other. */
class RunFolderTest {
  @TempDir private Path folder;

  @Test
  void theNextFolderIsNewEachTime() throws IOException {
    final Path parent = folder.resolve("new");
    assertThat(RunFolder.next(parent).path()).isEqualTo(parent.resolve("run-1")).isDirectory();
    assertThat(RunFolder.next(parent).path()).isEqualTo(parent.resolve("run-2")).isDirectory();
  }
}
