package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./metasift class}: two seats, each asked over HTTP as its student's browser would. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class ClassIT {
  @TempDir private Path scratch;

  @Test
  void eachSeatHasNotebooksAndALinkOfItsOwnWhichStayAndAStopEndsTheirKernels() throws Exception {
    Launch.setUp(scratch);
    final Path room = scratch.resolve("a room");
    final Launch launch = new Launch(Launch.PROJECT, scratch);
    final List<String> links = serve(launch, room);
    assertThat(links).hasSize(2).doesNotHaveDuplicates();
    assertThat(room.resolve("seat-01/notebooks"))
        .isDirectoryContaining("glob:**/lab_exercises.ipynb")
        .isDirectoryNotContaining("glob:**/lab_solutions.ipynb");
    final Path mine = room.resolve("seat-02/notebooks/lab_exercises.ipynb");
    Files.writeString(mine, "{}");
    assertThat(serve(launch, room)).as("the next lesson").isEqualTo(links);
    assertThat(mine).as("a student's work").hasContent("{}");
  }

  /** Serves the room, asks for kernels, stops; the links. */
  private List<String> serve(Launch launch, Path room) throws Exception {
    final String port = Integer.toString(freePorts());
    final Process all =
        launch.start("class", "--seats", "2", "--port=" + port, "--out", room.toString());
    try {
      final List<String> lines = links(all, room);
      for (int k = 0; k < 2; k++) {
        final URI link = URI.create(lines.get(k));
        final String token = link.getQuery().replace("token=", "");
        assertThat(kernels(link, "no such token").statusCode()).isEqualTo(403);
        assertThat(kernels(link, token).statusCode()).isEqualTo(201);
        final URI other = URI.create(lines.get(1 - k));
        assertThat(kernels(other, token).statusCode()).as("another's seat").isEqualTo(403);
      }
      final List<ProcessHandle> kernels =
          all.descendants().filter(one -> commandLine(one).contains("jjava.jar")).toList();
      assertThat(kernels).hasSize(2);
      new ProcessBuilder("kill", "-INT", Long.toString(all.pid())).start().waitFor();
      assertThat(all.waitFor(90, TimeUnit.SECONDS)).as("it ends").isTrue();
      assertThat(all.exitValue()).isZero();
      for (final ProcessHandle one : kernels) {
        one.onExit().orTimeout(30, TimeUnit.SECONDS).join();
      }
      return lines.stream().map(line -> line.replaceFirst(":\\d+/", "/")).toList();
    } finally {
      all.descendants().forEach(ProcessHandle::destroyForcibly);
      all.destroy();
    }
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  /** The links, from the list that is there once all seats answer. */
  private List<String> links(Process all, Path room) throws Exception {
    final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    final Path said = scratch.resolve("stdout");
    while (all.isAlive() && System.nanoTime() < end) {
      if (Files.readString(said).contains("Ctrl-C")) {
        final Path list = room.resolve("links.csv");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(list)))
            .isEqualTo("rw-------");
        return Files.readAllLines(list).stream()
            .skip(1)
            .map(line -> line.replaceFirst("seat-\\d\\d,", ""))
            .toList();
      }
      Thread.sleep(200);
    }
    throw new AssertionError("no list: " + Files.readString(scratch.resolve("stderr")));
  }

  private static HttpResponse<String> kernels(URI link, String token) throws Exception {
    final HttpRequest request =
        HttpRequest.newBuilder(link.resolve("/api/kernels"))
            .header("Authorization", "token " + token)
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"java\"}"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  /** The first of two ports in a row that nobody listens on now. */
  private static int freePorts() throws IOException {
    final InetAddress here = InetAddress.getLoopbackAddress();
    for (int port = 18_900; port < 19_900; port += 2) {
      try (ServerSocket first = new ServerSocket(port, 1, here);
          ServerSocket second = new ServerSocket(port + 1, 1, here)) {
        return Math.min(first.getLocalPort(), second.getLocalPort());
      } catch (final IOException taken) {
        // the next two
      }
    }
    throw new IOException("no two free ports");
  }
}
