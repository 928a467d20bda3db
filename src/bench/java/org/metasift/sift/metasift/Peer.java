package org.metasift.sift.metasift;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** PyTorch in a process of its own, {@code src/bench/python/peer.py}, that works when asked to. */
final class Peer implements AutoCloseable {
  private final Process process;
  private final BufferedReader in;
  private final BufferedWriter out;
  private final String version;

  /**
   * Starts it.
   *
   * @param data the folder with the images
   * @param device as PyTorch names it
   */
  Peer(Path python, Path script, Path data, String device) throws IOException {
    this.process =
        new ProcessBuilder(python.toString(), script.toString(), data.toString(), device)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.in = process.inputReader();
    this.out = process.outputWriter();
    this.version = answer();
  }

  /** What it is, with its version, threads and device. */
  String version() {
    return version;
  }

  /** Its name and version alone. */
  String name() {
    return version.replaceFirst("[+,].*", "");
  }

  /**
   * A side of a contest.
   *
   * @param name of the side, one for each of a contest
   * @param job what it does and with what, as the script says
   */
  Contest.Side side(String name, Object... job) {
    return root -> {
      final String chosen =
          ask(Stream.concat(Stream.of("prepare", name), Stream.of(job)).toArray());
      return new Contest.Timed() {
        @Override
        public double run() throws IOException {
          return Double.parseDouble(ask("run", name));
        }

        @Override
        public String remark() {
          return chosen;
        }
      };
    };
  }

  /**
   * How far apart its two ways of Meta-Sift's step leave the weigher, as a share of what the step
   * moves it.
   */
  double difference(int width, int stride) throws IOException {
    return Double.parseDouble(ask("difference", width, stride));
  }

  /** Frees what it was prepared for. */
  void forget() throws IOException {
    ask("forget");
  }

  private String ask(Object... parts) throws IOException {
    out.write(Stream.of(parts).map(Object::toString).collect(Collectors.joining("\t")));
    out.newLine();
    out.flush();
    return answer();
  }

  private String answer() throws IOException {
    final String line = in.readLine();
    if (line == null) {
      throw new IOException("PyTorch's process ended; what it said stands above");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
