package org.metasift.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files appear whole, with the usual permissions, or not at all. */
class AtomicFilesTest {
  @TempDir private Path folder;

  @Test
  void aFileAppearsWithItsFoldersAndReplacesAnOlderOne() throws IOException {
    final Path file = folder.resolve("a/b/file.txt");
    AtomicFiles.write(file, new byte[] {'x'});
    AtomicFiles.write(file, new byte[] {'y', 'z'});
    assertThat(file).hasContent("yz");
    assertThat(beside(file)).isEqualTo(1);
  }

  @Test
  void aFailureLeavesTheOlderFileAndNothingPartial() throws IOException {
    final Path file = Files.writeString(folder.resolve("file.txt"), "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    channel -> {
                      AtomicFiles.append(channel, ByteBuffer.wrap(new byte[100]));
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(beside(file)).isEqualTo(1);
  }

  @Test
  void aFolderIsFilledAtOnceOrStaysEmpty() throws IOException {
    final Path set = folder.resolve("set");
    assertThatThrownBy(
            () ->
                AtomicFiles.writeFolder(
                    set,
                    part -> {
                      Files.writeString(
                          Files.createDirectories(part.resolve("a")).resolve("0"), "x");
                      assertThat(set.resolve("a")).doesNotExist();
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(set).isEmptyDirectory();
    AtomicFiles.writeFolder(
        set,
        part -> Files.writeString(Files.createDirectories(part.resolve("a")).resolve("0"), "x"));
    assertThat(set.resolve("a/0")).hasContent("x");
    assertThat(beside(set.resolve("a"))).isEqualTo(1);
  }

  @Test
  void thePermissionsAreThoseOfAnyNewFile() throws IOException {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    final Path usual = Files.writeString(folder.resolve("usual"), "x");
    final Path ours = folder.resolve("ours");
    AtomicFiles.write(ours, new byte[1]);
    assertThat(Files.getPosixFilePermissions(ours)).isEqualTo(Files.getPosixFilePermissions(usual));
  }

  @Test
  void aFolderIsNotReplaced() {
    assertThatThrownBy(() -> AtomicFiles.write(folder, new byte[1]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a file is needed");
  }

  private static long beside(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.count();
    }
  }
}
