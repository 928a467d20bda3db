package org.metasift.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A piece of work in a process of its own, so that its peak memory is its own. */
public final class OwnProcess {
  private OwnProcess() {}

  /**
   * Runs a class's main as this process was started.
   *
   * @return the first line that it prints, cut at blanks
   * @throws IOException when it ends without a line
   */
  public static String[] run(Class<?> work, List<String> arguments) throws IOException {
    final List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), work.getName()));
    command.addAll(arguments);
    final Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      final String line = out.readLine();
      if (line == null) {
        throw new IOException(
            "the process of %s %s ended early".formatted(work.getSimpleName(), arguments));
      }
      return line.split(" ");
    } finally {
      process.destroy();
    }
  }

  /** This process' peak memory, the kernel's own high-water mark; NaN where it does not tell. */
  public static double peakMegabytes() throws IOException {
    final Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
