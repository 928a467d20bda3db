package org.metasift.bench;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import ai.djl.pytorch.jni.JniUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.metasift.compute.Compute;
import org.metasift.io.AtomicFiles;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What was measured, kept: each row with when, by which version, on which machine and with what.
 * Every run has a file of its own, and its rows are added to one that grows from run to run.
 */
public final class BenchRecord {
  private final Path folder;
  private final String time;
  private final Map<String, String> context;

  public BenchRecord(Path folder, String settings, String peer) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.time = now();
    this.context =
        new TreeMap<>(
            Map.of(
                "when",
                time,
                "version",
                System.getProperty("metasift.revision", "unknown"),
                "machine",
                machine(),
                "engine",
                "%s; threads: %d".formatted(Compute.describe(), JniUtils.getNumThreads()),
                "peer",
                peer,
                "settings",
                settings));
  }

  /** Ends the process with a sentence where the device that was asked for is missing. */
  public static void checkDevice() {
    try {
      Compute.device();
    } catch (final IllegalArgumentException e) {
      System.err.println("metasift bench: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Where charts and tables go. */
  public Path folder() {
    return folder;
  }

  /** Adds rows to the file of this run and to the one that grows; both are whole at any time. */
  public void add(Table table, String name) throws IOException {
    final Table rows = inContext(table);
    append(rows, own(name));
    append(rows, growing(name));
  }

  /** Says where the rows lie. */
  public void tell(String name) {
    System.out.printf("%nSaved %s, and added to %s%n", own(name), growing(name));
  }

  /** The growing table, where there is one. */
  public Optional<Table> kept(String name) throws IOException {
    final Path file = growing(name);
    return Files.exists(file) && Files.size(file) > 0
        ? Optional.of(Table.read().csv(file.toFile()))
        : Optional.empty();
  }

  private Path own(String name) {
    return folder.resolve("%s-%s.csv".formatted(name, time.replace(':', '-')));
  }

  private Path growing(String name) {
    return folder.resolve(name + ".csv");
  }

  private Table inContext(Table table) {
    final Map<String, String> all = new TreeMap<>(context);
    all.put("when", now());
    final Table whole = table.copy();
    all.forEach(
        (key, value) ->
            whole.addColumns(
                StringColumn.create(
                    key, IntStream.range(0, whole.rowCount()).mapToObj(k -> value))));
    return whole;
  }

  private static String now() {
    return LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A file with other columns, of an older version, is put aside. */
  private void append(Table table, Path file) throws IOException {
    final StringWriter text = new StringWriter();
    table.write().csv(text);
    final List<String> rows = text.toString().lines().toList();
    try (FileChannel lock = FileChannel.open(folder.resolve(".lock"), CREATE, WRITE)) {
      lock.lock(); // other measurements may add to the same file
      final List<String> all = new ArrayList<>();
      if (Files.exists(file)) {
        all.addAll(Files.readAllLines(file));
        if (!all.isEmpty() && !all.get(0).equals(rows.get(0))) {
          putAside(file);
          all.clear();
        }
      }
      all.addAll(all.isEmpty() ? rows : rows.subList(1, rows.size()));
      AtomicFiles.write(file, (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void putAside(Path file) throws IOException {
    final String name = "until-%s-%%s%s".formatted(now().replace(':', '-'), file.getFileName());
    int free = 0;
    Path aside = file.resolveSibling(name.formatted(""));
    while (Files.exists(aside)) {
      free++;
      aside = file.resolveSibling(name.formatted(free + "-"));
    }
    Files.move(file, aside);
  }

  private static String machine() throws IOException {
    final var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %.1f GB",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / 1e9);
  }

  /** Its name where the kernel tells, else its kind. */
  private static String processor() throws IOException {
    final Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  @Override
  public String toString() {
    final StringBuilder text = new StringBuilder();
    context.forEach((key, value) -> text.append("%-9s %s%n".formatted(key, value)));
    return text.toString();
  }
}
