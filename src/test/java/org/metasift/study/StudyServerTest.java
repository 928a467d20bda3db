package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.cli.Main;
import org.metasift.data.BadDataException;

/** The server keeps every answer, and nobody sees more than their own. */
class StudyServerTest {
  private static final Study STUDY = Study.draw(StudyTest.SET, 20, 0.25, 1);

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private StudyServer server;

  @BeforeEach
  void start() throws IOException {
    STUDY.save(folder);
    server = StudyServer.start(folder, List.of("anna", "<b>ben</b>", "=1+1"), "127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String link(String name) {
    return server.links().get(name);
  }

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> put(String url, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int answer(String name, int picture, boolean clean, long sequence) throws Exception {
    return put(
            link(name) + "answers/" + picture,
            "{\"answer\":%s,\"sequence\":%d}".formatted(clean, sequence))
        .statusCode();
  }

  @Test
  void answersAreKeptAndSeenByTheirRaterAlone() throws Exception {
    assertThat(answer("anna", 3, true, 1)).isEqualTo(204);
    assertThat(answer("anna", 4, false, 2)).isEqualTo(204);
    assertThat(get(link("anna") + "answers").body()).contains("\"picture\":3", "\"picture\":4");
    assertThat(get(link("<b>ben</b>") + "answers").body()).isEqualTo("[]");
    server.close();
    server = StudyServer.start(folder, List.of("anna"), "127.0.0.1", 0);
    assertThat(server.answers().get(0).calls().subList(2, 4)).containsExactly(true, false);
    assertThat(server.links()).hasSize(3);
  }

  @Test
  void anOlderRequestNeverReplacesANewerOne() throws Exception {
    assertThat(answer("anna", 1, true, 5)).isEqualTo(204);
    assertThat(answer("anna", 1, false, 4)).as("replayed").isEqualTo(204);
    assertThat(answer("anna", 1, false, 5)).as("replayed").isEqualTo(204);
    assertThat(server.answers().get(0).calls().get(0)).isTrue();
    assertThat(answer("anna", 1, false, 6)).isEqualTo(204);
    assertThat(server.answers().get(0).calls().get(0)).isFalse();
  }

  @Test
  void noLinkOpensWhatIsNotItsOwn() throws Exception {
    final String anna = link("anna");
    final String root = anna.substring(0, anna.indexOf("/r/"));
    final String token = anna.substring(anna.indexOf("/r/") + 3, anna.length() - 1);
    for (final String path :
        List.of(
            "/",
            "/r/",
            "/r/x/",
            "/t/" + token + "/",
            "/t/" + token + "/state",
            "/t/" + token + "/result.csv",
            "/r/" + token + "/state",
            "/r/" + token + "/study.json",
            "/study.json",
            "/answers.sqlite",
            "/r/" + token + "/..%2f..%2fstudy.json",
            "/r/" + token + "/%2e%2e/%2e%2e/study.json",
            "/r/" + token + "%00/")) {
      final int status = get(root + path).statusCode();
      assertThat(status).as(path).isBetween(400, 404);
    }
    // as no client would send it
    assertThat(raw("GET /r/../study.json HTTP/1.1", ""))
        .contains(" 404 ")
        .doesNotContain("classNames");
    assertThat(raw("GET /../../etc/passwd HTTP/1.1", "")).containsPattern(" 40[04] ");
    final String teacher = server.teacherLink().replace("/t/", "/r/");
    assertThat(get(teacher).statusCode()).isEqualTo(404);
  }

  private String raw(String head, String body) throws IOException {
    final URI uri = URI.create(link("anna"));
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              (head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n" + body)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void wrongAnswersAreRefused() throws Exception {
    final String url = link("anna") + "answers/";
    for (final String body :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"answer\":\"yes\",\"sequence\":1}",
            "{\"answer\":true}",
            "{\"answer\":true,\"sequence\":-1}",
            "{\"answer\":true,\"sequence\":1e99}")) {
      assertThat(put(url + "1", body).statusCode()).as(body).isEqualTo(400);
    }
    for (final String picture : List.of("0", "21", "-1", "1.5", "x", "99999999999999999999")) {
      assertThat(put(url + picture, "{\"answer\":true,\"sequence\":1}").statusCode())
          .as(picture)
          .isEqualTo(400);
    }
    assertThat(server.answers().get(0).answered()).isZero();
  }

  /** Sent as one piece: a client that is still sending may lose the answer. */
  @Test
  void longAnswersAreRefusedWhateverLengthTheyAnnounce() throws Exception {
    final String line = "PUT " + URI.create(link("anna")).getPath() + "answers/1 HTTP/1.1\r\n";
    final String body = "{\"answer\":true,\"sequence\":1,\"x\":\"" + "y".repeat(966) + "\"}";
    assertThat(body).hasSize(1001);
    assertThat(raw(line + "Content-Length: 1001", body)).startsWith("HTTP/1.1 413 ");
    assertThat(raw(line + "Transfer-Encoding: chunked", "3e9\r\n" + body + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(server.answers().get(0).answered()).isZero();
    final String longest = body.replaceFirst("y", "");
    assertThat(raw(line + "Content-Length: 1000", longest)).startsWith("HTTP/1.1 204 ");
  }

  @Test
  void pagesKeepThemselvesToThemselves() throws Exception {
    final HttpResponse<String> page = get(link("anna"));
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'nonce-");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.body()).doesNotContainIgnoringCase("poison").doesNotContain("anna");
    final HttpResponse<String> teacher = get(server.teacherLink());
    assertThat(teacher.statusCode()).isEqualTo(200);
    assertThat(teacher.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'nonce-");
  }

  @Test
  void theTeacherSeesScoresAndTakesThemHome() throws Exception {
    for (int k = 0; k < STUDY.size(); k++) {
      answer("anna", k + 1, true, k);
    }
    answer("=1+1", 1, true, 1);
    final JsonNode state = new ObjectMapper().readTree(get(server.teacherLink() + "state").body());
    assertThat(state.get("finished").asInt()).isEqualTo(1);
    assertThat(state.get("raters").get(0).get("fnr").asText()).startsWith("100.0 (");
    assertThat(state.get("raters").get(1).get("name").asText()).isEqualTo("<b>ben</b>");
    assertThat(state.get("missed")).hasSize(5);
    final String csv = get(server.teacherLink() + "result.csv").body();
    assertThat(csv)
        .startsWith("rater,picture,answer\n\"anna\",1,yes\n")
        .contains("\"'=1+1\",1,yes");
  }

  @Test
  void theTeacherOfAnAuditIsToldThatOnlyThePlantedOnesAreKnown() throws Exception {
    assertThat(get(server.teacherLink() + "state").body()).contains("\"audit\":false");
    server.close();
    final Study audit = AuditTest.audit(3);
    final Path other = folder.resolve("audit");
    audit.save(other);
    server = StudyServer.start(other, List.of("anna", "ben"), "127.0.0.1", 0);
    assertThat(StudyServer.answersIn(other, audit)).as("nobody answered").isEmpty();
    for (int k = 0; k < audit.size(); k++) {
      answer("anna", k + 1, !audit.isPoisoned(k), k);
    }
    final JsonNode state = new ObjectMapper().readTree(get(server.teacherLink() + "state").body());
    assertThat(state.get("audit").asBoolean()).isTrue();
    assertThat(state.get("raters").get(0).get("fnr").asText()).startsWith("0.0 (");
    final List<Answers> served = StudyServer.answersIn(other, audit);
    assertThat(served).as("while it is served").hasSize(1);
    assertThat(AuditScore.of(audit, served.get(0)).found()).isEqualTo(10);
    server.close();
    assertThat(StudyServer.answersIn(other, audit)).as("and after").isEqualTo(served);
    assertThat(StudyServer.answersIn(folder.resolve("none"), audit)).isEmpty();
    assertThatThrownBy(() -> StudyServer.answersIn(other, Study.draw(StudyTest.SET, 4, 0, 1)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("answers a picture that the study does not have");
  }

  @Test
  void fiftyRatersAtOnceLoseNothing() throws Exception {
    server.close();
    final List<String> names = IntStream.range(0, 50).mapToObj(k -> "r" + k).toList();
    server = StudyServer.start(folder, names, "127.0.0.1", 0);
    final ExecutorService pool = Executors.newFixedThreadPool(50);
    try {
      final List<Callable<Integer>> work = new ArrayList<>();
      for (final String name : names) {
        work.add(
            () -> {
              int saved = 0;
              for (int k = 0; k < STUDY.size(); k++) {
                saved += answer(name, k + 1, (k + name.hashCode()) % 2 == 0, k) == 204 ? 1 : 0;
              }
              return saved;
            });
      }
      for (final Future<Integer> done : pool.invokeAll(work)) {
        assertThat(done.get()).isEqualTo(STUDY.size());
      }
    } finally {
      pool.shutdownNow();
    }
    final List<Answers> all =
        server.answers().stream().filter(a -> a.rater().startsWith("r")).toList();
    assertThat(all).hasSize(50);
    for (final Answers one : all) {
      for (int k = 0; k < STUDY.size(); k++) {
        assertThat(one.calls().get(k)).isEqualTo((k + one.rater().hashCode()) % 2 == 0);
      }
    }
  }

  @Test
  void aKilledServerHasLostNoAnswerItConfirmed() throws Exception {
    server.close();
    final Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "study",
                "serve",
                folder.toString(),
                "--port",
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    final List<Integer> confirmed = new ArrayList<>();
    try (InputStream out = process.getInputStream()) {
      final BufferedReader lines =
          new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8));
      String line = lines.readLine();
      String url = null;
      while (line != null && !line.startsWith("teacher")) {
        url = line.startsWith("rater-01") ? line.substring(line.indexOf("http")) : url;
        line = lines.readLine();
      }
      for (int k = 0; k < 12; k++) {
        final HttpResponse<String> reply =
            put(url + "answers/" + (k + 1), "{\"answer\":true,\"sequence\":%d}".formatted(k));
        assertThat(reply.statusCode()).isEqualTo(204);
        confirmed.add(k);
      }
      process.destroyForcibly().waitFor();
    }
    server = StudyServer.start(folder, List.of(), "127.0.0.1", 0);
    final Answers kept =
        server.answers().stream()
            .filter(one -> one.rater().equals("rater-01"))
            .findFirst()
            .orElseThrow();
    confirmed.forEach(k -> assertThat(kept.calls().get(k)).isTrue());
    assertThat(kept.answered()).isEqualTo(12);
  }

  @Test
  void aLinkNamesAnAddressThatCanBeReached() throws Exception {
    server.close();
    server = StudyServer.start(folder, List.of("anna"), "0.0.0.0", 0);
    assertThat(link("anna")).doesNotContain("0.0.0.0");
    assertThat(get(link("anna")).statusCode()).isEqualTo(200);
  }

  /** SQLite takes its log away when the last connection to a file is closed. */
  @Test
  void aServerThatCannotListenLeavesNothingOpen() throws IOException {
    final int taken = URI.create(link("anna")).getPort();
    final Path other = folder.resolve("other");
    STUDY.save(other);
    assertThatThrownBy(() -> StudyServer.start(other, List.of("ben"), "127.0.0.1", taken))
        .isInstanceOf(IOException.class);
    assertThat(other.resolve(StudyServer.FILE + "-wal")).doesNotExist();

    final Path file = Files.writeString(other.resolve(StudyServer.FILE), "no store".repeat(99));
    assertThatThrownBy(() -> StudyServer.start(other, List.of("ben"), "127.0.0.1", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void whatCannotBeServedIsTold() throws IOException {
    final int taken = URI.create(link("anna")).getPort();
    assertThatThrownBy(() -> StudyServer.start(folder, List.of(), "127.0.0.1", taken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing can listen on 127.0.0.1, port " + taken);
    for (final String elsewhere : new String[] {"999.1.1.1", "192.0.2.1", "no such host"}) {
      assertThatThrownBy(() -> StudyServer.start(folder, List.of(), elsewhere, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the host is " + elsewhere);
    }
    final Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> StudyServer.start(empty, List.of(), "127.0.0.1", 0))
        .hasMessageContaining("study.json");
  }
}
