package org.metasift.sift;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;

/** PyTorch in a process of its own, {@code src/bench/python/peer.py}, that works when asked to. */
final class Peer implements AutoCloseable {
  private final Process process;
  private final BufferedReader in;
  private final BufferedWriter out;
  private final String version;

  Peer(Path python, Path script, Path data) throws IOException {
    this.process =
        new ProcessBuilder(python.toString(), script.toString(), data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.in = process.inputReader();
    this.out = process.outputWriter();
    this.version = answer();
  }

  /** What it is, with its version and threads. */
  String version() {
    return version;
  }

  /** Makes it ready for a kind of work. */
  void prepare(String job) throws IOException {
    ask("prepare " + job);
  }

  /** Lets it work once and gives the seconds it took. */
  double run() throws IOException {
    return Double.parseDouble(ask("run"));
  }

  private String ask(String line) throws IOException {
    out.write(line);
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
