package org.metasift.data.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.Fixture;
import org.metasift.data.BadDataException;
import org.metasift.data.Split;
import org.metasift.data.signs.SignSet.Size;

/** That a kept set is the drawn one is held by {@link SignSetTest}, whose small set is kept. */
class SignCacheTest {
  private static Path original;
  @TempDir Path folder;
  private static Split first;
  private Path home;

  @BeforeAll
  static void drawOnce() {
    original = Fixture.drawnSigns();
    first = SignSet.cached(original, Size.SMALL, 0);
  }

  @BeforeEach
  void copy() throws IOException {
    home = folder.resolve("signs-v%d-small-seed0".formatted(SignSet.VERSION));
    final Path from = original.resolve(home.getFileName());
    try (Stream<Path> files = Files.walk(from)) {
      for (final Path file : files.toList()) {
        Files.copy(file, home.resolve(from.relativize(file)));
      }
    }
  }

  @Test
  void theSecondTimeNothingIsWritten() throws IOException {
    final List<String> before = stamps();
    assertSame(SignSet.cached(folder, Size.SMALL, 0), first);
    assertThat(stamps()).isEqualTo(before);
  }

  @Test
  void aCutOffFileIsRemade() throws IOException {
    final Path images = home.resolve("train/images.npy");
    final byte[] bytes = Files.readAllBytes(images);
    Files.delete(images);
    Files.write(images, Arrays.copyOf(bytes, bytes.length - 1000));
    assertRemade();
  }

  @Test
  void aChangedPixelIsNoticed() throws IOException {
    final Path images = home.resolve("test/images.npy");
    final byte[] bytes = Files.readAllBytes(images);
    bytes[bytes.length - 1] ^= 1;
    Files.delete(images);
    Files.write(images, bytes);
    assertRemade();
  }

  @Test
  void aSetWhoseWritingWasInterruptedIsRemade() throws IOException {
    Files.delete(home.resolve("fingerprints.txt"));
    Files.delete(home.resolve("test/labels.npy"));
    assertRemade();
    assertThat(home.resolve("fingerprints.txt")).exists();
  }

  @Test
  void anotherSeedLiesBesideIt() throws IOException {
    final Split other = SignSet.cached(folder, Size.SMALL, 4);
    assertThat(other.train().fingerprint()).isNotEqualTo(first.train().fingerprint());
    try (Stream<Path> sets = Files.list(folder)) {
      assertThat(sets).hasSize(2);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    final Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> SignSet.cached(file, Size.SMALL, 0))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("file");
  }

  /** What is damaged is drawn once more, here by taking what was drawn before, and then whole. */
  private void assertRemade() {
    final AtomicInteger drawings = new AtomicInteger();
    final SignCache cache = new SignCache(home, first.origin());
    for (int time = 1; time <= 2; time++) {
      final Split found =
          cache.open(
              () -> {
                drawings.incrementAndGet();
                return first;
              });
      assertThat(drawings).as("after opening it %d times", time).hasValue(1);
      assertSame(found, first);
    }
  }

  private static void assertSame(Split actual, Split expected) {
    assertThat(actual.train().fingerprint()).isEqualTo(expected.train().fingerprint());
    assertThat(actual.test().fingerprint()).isEqualTo(expected.test().fingerprint());
    assertThat(actual.train().ids()).isEqualTo(expected.train().ids());
    assertThat(actual.test().ids()).isEqualTo(expected.test().ids());
    assertThat(actual.origin()).isEqualTo(expected.origin());
  }

  private List<String> stamps() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .sorted(Comparator.naturalOrder())
          .map(file -> file + " " + file.toFile().lastModified())
          .toList();
    }
  }
}
