package org.metasift.data.gtsrb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;

/** Downloads from a server on this machine that can cut, damage and refuse. */
class GtsrbDownloadTest {
  @TempDir Path folder;

  private final byte[] content = new byte[1_000_000];
  private final AtomicInteger cutAfter = new AtomicInteger(Integer.MAX_VALUE);
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private boolean honourRange = true;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/data/archive.zip", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      final String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(String.valueOf(range));
      final int from =
          range == null || !honourRange
              ? 0
              : Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
      if (from >= content.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      final int count = Math.min(content.length - from, cutAfter.get());
      exchange.getResponseBody().write(content, from, count);
      exchange.getResponseBody().flush();
    }
  }

  private GtsrbDownload download(String name, String md5) {
    final URI source =
        URI.create("http://localhost:%d/data/".formatted(server.getAddress().getPort()));
    return new GtsrbDownload(source, List.of(new GtsrbDownload.Archive(name, md5)));
  }

  private GtsrbDownload good() {
    return download("archive.zip", md5(content));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void refused(GtsrbDownload download, String... words) {
    assertThatThrownBy(() -> download.all(folder))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll(words);
  }

  private void isComplete() {
    assertThat(folder.resolve("archive.zip")).hasBinaryContent(content);
    assertThat(folder.resolve("archive.zip.part")).doesNotExist();
  }

  @Test
  void downloadsOnce() {
    good().all(folder);
    isComplete();
    good().all(folder);
    assertThat(ranges).containsExactly("null");
  }

  @Test
  void goesOnAfterACut() throws IOException {
    cutAfter.set(600_000);
    refused(good(), "archive.zip", "the connection broke");
    assertThat(folder.resolve("archive.zip")).doesNotExist();
    final long have = Files.size(folder.resolve("archive.zip.part"));
    assertThat(have).isBetween(1L, 600_000L);

    cutAfter.set(Integer.MAX_VALUE);
    good().all(folder);
    assertThat(ranges).containsExactly("null", "bytes=%d-".formatted(have));
    isComplete();
  }

  @Test
  void startsAgainWhereTheServerCannotGoOn() throws IOException {
    Files.write(folder.resolve("archive.zip.part"), Arrays.copyOf(content, 1234));
    honourRange = false;
    good().all(folder);
    isComplete();
  }

  @Test
  void finishesAFileThatOnlyLackedItsName() throws IOException {
    Files.write(folder.resolve("archive.zip.part"), content);
    good().all(folder);
    isComplete();
  }

  @Test
  void refusesADamagedFile() throws IOException {
    refused(download("archive.zip", md5(new byte[1])), "arrived damaged", "MD5");
    assertThat(folder).isEmptyDirectory();
    Files.write(folder.resolve("archive.zip"), new byte[3]);
    refused(good(), "checksum is wrong");
    assertThat(folder.resolve("archive.zip")).hasBinaryContent(new byte[3]);
  }

  @Test
  void saysWhatTheServerAnswered() {
    refused(download("other.zip", "00"), "404", "other.zip");
  }

  @Test
  void saysThatThereIsNoNetwork() {
    server.stop(0);
    refused(good(), "cannot reach localhost", "network");
    refused(
        new GtsrbDownload(
            URI.create("http://no-such-host.invalid/"),
            List.of(new GtsrbDownload.Archive("archive.zip", "00"))),
        "cannot reach no-such-host.invalid");
  }

  @Test
  void saysThatTheFolderCannotBeMade() throws IOException {
    Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> good().all(folder.resolve("file")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("cannot be made");
  }

  @Test
  void saysThatTheDiskIsFull() throws IOException {
    final Path full = Path.of("/dev/full");
    assumeTrue(
        Files.exists(full), "skipped: this system has no /dev/full to stand for a full disk");
    Files.createSymbolicLink(folder.resolve("archive.zip.part"), full);
    refused(good(), "archive.zip", "No space left");
    Files.delete(folder.resolve("archive.zip.part"));
  }

  @Test
  void refusesAnEndlessFile() {
    server.createContext(
        "/data/endless.zip", exchange -> exchange.sendResponseHeaders(200, 5_000_000_000_000L));
    refused(download("endless.zip", "00"), "5,000,000,000,000 bytes", "4 GiB");
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> good().all(folder)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
