package org.metasift;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./metasift lab}, asked over HTTP as a browser would. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LabIT {
  private static final Pattern ADDRESS =
      Pattern.compile("http://(127\\.0\\.0\\.1|localhost):\\d+/");

  @TempDir private Path scratch;

  @Test
  void theFirstPageIsTheIndexAndAnInterruptionWithoutATerminalLeavesNoKernelRunning()
      throws Exception {
    Launch.setUp(scratch);
    final Launch launch = new Launch(Launch.PROJECT, scratch);
    final Process lab =
        launch.start(
            "lab",
            "--no-browser",
            "--ServerApp.port=0",
            "--IdentityProvider.token=",
            "--ServerApp.disable_check_xsrf=True");
    try {
      final URI first = URI.create(address(launch, lab));
      assertShowsTheIndex(first);
      final HttpRequest kernel =
          HttpRequest.newBuilder(first.resolve("/api/kernels"))
              .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"java\"}"))
              .build();
      assertThat(HttpClient.newHttpClient().send(kernel, BodyHandlers.ofString()).statusCode())
          .isEqualTo(201);
      final List<ProcessHandle> kernels = lab.descendants().toList();
      assertThat(kernels).isNotEmpty();
      new ProcessBuilder("kill", "-INT", Long.toString(lab.pid())).start().waitFor();
      assertThat(lab.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      for (final ProcessHandle one : kernels) {
        one.onExit().orTimeout(30, TimeUnit.SECONDS).join();
      }
    } finally {
      lab.descendants().forEach(ProcessHandle::destroyForcibly);
      lab.destroy();
    }
  }

  private static void assertShowsTheIndex(URI first) throws Exception {
    final HttpResponse<String> page = get(first);
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(page.headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).startsWith("/lab/tree/notebooks/README.md"));
    assertThat(get(first.resolve("/api/contents/notebooks/README.md")).body())
        .contains("1. Quick start");
    assertThat(
            get(first.resolve("/lab/api/settings/@jupyterlab/docmanager-extension:plugin")).body())
        .as("the page is shown, not its source")
        .contains("Markdown Preview");
  }

  /** Where it listens, as it says itself. */
  private static String address(Launch launch, Process lab) throws Exception {
    final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (lab.isAlive() && System.nanoTime() < end) {
      final Matcher found = ADDRESS.matcher(launch.said());
      if (found.find()) {
        return found.group();
      }
      Thread.sleep(200);
    }
    throw new AssertionError("it names no address: " + launch.said());
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    final HttpRequest request = HttpRequest.newBuilder(address).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
