package org.metasift.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.metasift.data.read.SampleFiles.encoded;
import static org.metasift.data.read.SampleFiles.npy;
import static org.metasift.data.read.SampleFiles.picture;
import static org.metasift.data.read.SampleFiles.quarters;
import static org.metasift.data.read.SampleFiles.values;
import static org.metasift.data.read.SampleFiles.write;

import com.sun.management.ThreadMXBean;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.decode.ImageDecoder;

/**
 * Damages valid files at random (fixed seed): whatever they hold then, they are read, or refused by
 * one sentence, in bounded memory. The profile {@code soak} takes 10,000 files of each kind.
 */
class LoaderFuzzTest {
  private static final int ROUNDS = Integer.getInteger("metasift.fuzz", 150);
  private static final Duration SLOWEST = Duration.ofSeconds(20);
  private static final long MOST_ALLOCATED = 160L << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final byte[] PIXELS = values(4 * 28 * 28);
  private static final byte[] LABELS = {0, 1, 0, 1};

  @TempDir Path folder;

  private int read;
  private long longest;
  private long allocated;

  /** Files of one set by name, and what of the folder is opened. */
  private record Valid(String open, Map<String, byte[]> files) {}

  @ParameterizedTest
  @ValueSource(strings = {"npy", "npz", "stored.npz", "h5", "chunks.h5", "idx", "idx.gz", "cifar"})
  void arrays(String kind) {
    fuzz(kind, array(kind), path -> ImageSource.open(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"png", "palette.png", "jpg", "bmp", "gif", "webp", "ppm", "pgm", "text.ppm"})
  void images(String kind) {
    final Valid valid = new Valid("image", Map.of("image", image(kind)));
    fuzz(
        kind,
        valid,
        path -> {
          try {
            assertThat(ImageDecoder.shorterSide(path)).isPositive();
            assertThat(ImageDecoder.decode(path, 28).pixels().length % 784).isZero();
          } catch (final ImageDecoder.Unusable e) {
            throw new BadDataException(path, e.getMessage(), e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "csv"})
  void lists(String kind) {
    final Map<String, byte[]> files = new LinkedHashMap<>();
    int number = 0;
    final StringBuilder csv = new StringBuilder("path,label,\"more, of it\"\n");
    for (final String image : List.of("png", "jpg", "bmp", "gif", "webp", "ppm")) {
      final String name = number % 2 + "/" + number + "." + image;
      files.put(name, image(image));
      csv.append("%s,%d,\"x\"\n".formatted(name, number++ % 2));
    }
    if (kind.equals("csv")) {
      files.put("set.csv", csv.toString().getBytes(StandardCharsets.UTF_8));
    }
    fuzz(kind, new Valid(kind.equals("csv") ? "set.csv" : "", files), ImageSource::open);
  }

  private void fuzz(String kind, Valid valid, Consumer<Path> open) {
    valid.files.forEach((name, bytes) -> write(folder.resolve(name), bytes));
    final Path path = folder.resolve(valid.open);
    open.accept(path);
    final Random random = new Random(kind.hashCode());
    final List<String> names = valid.files.keySet().stream().sorted().toList();
    final long start = System.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      // the list itself more often than what it lists
      final boolean list = valid.open.endsWith(".csv") && random.nextInt(3) > 0;
      final String victim = list ? valid.open : names.get(random.nextInt(names.size()));
      write(folder.resolve(victim), damaged(valid.files.get(victim), random));
      one(kind, round, path, open, SLOWEST);
      write(folder.resolve(victim), valid.files.get(victim));
    }
    System.out.printf(
        "%-12s %,d rounds in %.1f s, %,d read, longest %.2f s, most allocated %,d KiB%n",
        kind, ROUNDS, (System.nanoTime() - start) / 1e9, read, longest / 1e9, allocated >> 10);
  }

  /** What came of opening one file: what was thrown, and what its thread took. */
  private record Opened(Throwable thrown, long nanos, long bytes) {}

  private void one(String kind, int round, Path path, Consumer<Path> open, Duration most) {
    final Opened opened;
    try {
      // in a thread of its own, whose memory is counted there: a hang must not stop the build
      opened =
          Assertions.assertTimeoutPreemptively(most, () -> opened(path, open), kind + " " + round);
    } catch (final AssertionError e) {
      keep(kind, round, path);
      throw e;
    }
    longest = Math.max(longest, opened.nanos);
    allocated = Math.max(allocated, opened.bytes);
    if (opened.thrown == null) {
      read++;
    } else if (!(opened.thrown instanceof BadDataException)
        || opened.thrown.getMessage().contains("needs more memory")) {
      keep(kind, round, path);
      throw new AssertionError("%s, round %d".formatted(kind, round), opened.thrown);
    }
    if (opened.bytes > MOST_ALLOCATED) {
      keep(kind, round, path);
      throw new AssertionError(
          "%s, round %d: %,d bytes".formatted(kind, round, opened.bytes), opened.thrown);
    }
  }

  private static Opened opened(Path path, Consumer<Path> open) {
    final long before = THREADS.getCurrentThreadAllocatedBytes();
    final long start = System.nanoTime();
    final Throwable thrown = catchThrowable(() -> open.accept(path));
    return new Opened(
        thrown, System.nanoTime() - start, THREADS.getCurrentThreadAllocatedBytes() - before);
  }

  /** The two ways in which a loader could slip through the rounds above. */
  @Test
  void aHangEndsAndWasteIsNoticed() {
    final Consumer<Path> hangs =
        path -> assertThat(catchThrowable(() -> new CountDownLatch(1).await())).isNotNull();
    assertThatThrownBy(() -> one("hang", 0, folder, hangs, Duration.ofMillis(50)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("hang 0");
    assertThatThrownBy(
            () ->
                one(
                    "waste",
                    0,
                    folder,
                    path -> assertThat(new byte[1 << 28].length).isPositive(),
                    SLOWEST))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("waste, round 0: 26[89],\\d{3},\\d{3} bytes");
  }

  /** Leaves the culprit for whoever looks into it. */
  private static void keep(String kind, int round, Path path) {
    try {
      if (Files.isRegularFile(path)) {
        Files.write(
            Path.of("target", "fuzz-%s-%d".formatted(kind, round)), Files.readAllBytes(path));
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One to eight bytes changed, or the end cut off, or bytes put in or taken out. */
  private static byte[] damaged(byte[] valid, Random random) {
    byte[] out = valid.clone();
    final int kind = random.nextInt(10);
    final int at = random.nextInt(out.length);
    if (kind == 0) {
      return Arrays.copyOf(out, at);
    } else if (kind == 1) {
      final byte[] more = new byte[1 + random.nextInt(16)];
      random.nextBytes(more);
      out = SampleFiles.join(Arrays.copyOf(out, at), more, Arrays.copyOfRange(out, at, out.length));
    } else if (kind == 2) {
      final int to = Math.min(out.length, at + 1 + random.nextInt(16));
      out = SampleFiles.join(Arrays.copyOf(out, at), Arrays.copyOfRange(out, to, out.length));
    }
    for (int k = random.nextInt(8); k >= 0 && out.length > 0; k--) {
      // what tells sizes is mostly at the start, in zip and HDF5 also at the end
      final int reach = random.nextInt(3) == 0 ? out.length : Math.min(out.length, 300);
      final int place = random.nextInt(reach);
      final int where = random.nextInt(4) == 0 ? out.length - 1 - place : place;
      out[where] =
          random.nextBoolean()
              ? (byte) (random.nextBoolean() ? -1 : random.nextInt(256))
              : (byte) (out[where] ^ 1 << random.nextInt(8));
    }
    return out;
  }

  private static byte[] image(String kind) {
    return switch (kind) {
      case "jpg" -> SampleFiles.withOrientation(encoded(quarters(64), "jpg"), 6);
      case "webp" -> SampleFiles.webp(40);
      case "palette.png" -> encoded(picture(40, 30, BufferedImage.TYPE_BYTE_INDEXED, 4), "png");
      case "gif" -> encoded(picture(40, 30, BufferedImage.TYPE_BYTE_INDEXED, 4), "gif");
      case "bmp", "png" -> encoded(picture(40, 30, BufferedImage.TYPE_INT_RGB, 4), kind);
      case "pgm" -> pnm("P5\n# a grey one\n28 28\n255\n", values(784));
      case "text.ppm" ->
          pnm("P3 28 28 255\n", "12 0 255 ".repeat(784).getBytes(StandardCharsets.US_ASCII));
      default -> pnm("P6\n28 28\n255\n", values(3 * 784));
    };
  }

  private static byte[] pnm(String head, byte[] values) {
    return SampleFiles.join(head.getBytes(StandardCharsets.US_ASCII), values);
  }

  private Valid array(String kind) {
    final byte[] x = npy("|u1", PIXELS, 4, 28, 28);
    final byte[] y = npy("|u1", LABELS, 4);
    final byte[] idx = SampleFiles.idx(PIXELS, 4, 28, 28);
    final byte[] idxLabels = SampleFiles.idx(LABELS, 4);
    return switch (kind) {
      case "npy" -> new Valid("", Map.of("images.npy", x, "labels.npy", y));
      case "npz", "stored.npz" ->
          new Valid(
              "set.npz",
              Map.of(
                  "set.npz", SampleFiles.zip(kind.equals("npz"), Map.of("x.npy", x, "y.npy", y))));
      case "idx" ->
          new Valid(
              "", Map.of("train-images-idx3-ubyte", idx, "train-labels-idx1-ubyte", idxLabels));
      case "idx.gz" ->
          new Valid(
              "",
              Map.of(
                  "train-images-idx3-ubyte.gz", SampleFiles.gzip(idx),
                  "train-labels-idx1-ubyte.gz", SampleFiles.gzip(idxLabels)));
      case "cifar" -> new Valid("", Map.of("data_batch_1.bin", cifar()));
      default -> new Valid("set.h5", Map.of("set.h5", hdf5(kind.startsWith("chunks"))));
    };
  }

  private static byte[] cifar() {
    final byte[] out = new byte[3 * 3073];
    out[3073] = 9;
    return out;
  }

  private byte[] hdf5(boolean chunks) {
    final Path path = folder.resolve("valid.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      final DatasetCreationOptions.Builder options = DatasetCreationOptions.builder().unsigned();
      if (chunks) {
        options.chunkDimensions(new int[] {3, 20, 28}).deflate(4);
      }
      final byte[][][] x = new byte[4][28][28];
      for (int k = 0; k < PIXELS.length; k++) {
        x[k / 784][k / 28 % 28][k % 28] = PIXELS[k];
      }
      file.putDataset("x", x, options.build());
      file.putDataset("y", new int[] {0, 1, 0, 1}, DatasetCreationOptions.builder().build());
    }
    try {
      final byte[] bytes = Files.readAllBytes(path);
      Files.delete(path);
      return bytes;
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
