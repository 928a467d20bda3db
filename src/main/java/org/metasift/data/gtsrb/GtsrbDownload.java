package org.metasift.data.gtsrb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;

/**
 * Downloads the three official archives of GTSRB. A download that was cut off goes on where it
 * ended: it grows in a file with the ending .part, which gets its name when its checksum is right.
 */
public final class GtsrbDownload {
  /** The page of the benchmark's authors from which the archives come. */
  public static final String OFFICIAL_PAGE =
      "https://sid.erda.dk/public/archives/daaeac0d7ce1152aea9b61d9f1e19370/";

  /** The same as an address. */
  public static final URI OFFICIAL_SOURCE = URI.create(OFFICIAL_PAGE);

  /** The archives with their MD5 sums, as datasets/README.md lists them. */
  static final List<Archive> ARCHIVES =
      List.of(
          new Archive(GtsrbForm.OFFICIAL.get(0), "f33fd80ac59bff73c82d25ab499e03a3"),
          new Archive(GtsrbForm.OFFICIAL.get(1), "c7e4e6327067d32654124b0fe9e82185"),
          new Archive(GtsrbForm.OFFICIAL.get(2), "fe31e9c9270bbcd7b84b7f21a9d9d9e5"));

  private static final int BLOCK = 1 << 18;
  private static final long MAX_BYTES = 4L << 30;

  private final URI source;
  private final List<Archive> archives;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(20))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  GtsrbDownload(URI source, List<Archive> archives) {
    this.source = source;
    this.archives = archives;
  }

  /** A file of the source and its MD5 sum in lower-case hexadecimal. */
  record Archive(String name, String md5) {}

  /**
   * Downloads what is missing, about 350 MB in all, with progress; a file that is there with the
   * right checksum is kept.
   *
   * @param folder where the archives go, made when it is missing; {@link Gtsrb#official} reads them
   *     from there
   * @throws BadDataException when there is no network, the server refuses, a file arrives damaged,
   *     or the folder cannot be written to or is full
   * @throws CancellationException when the thread was interrupted; what has arrived stays for the
   *     next time
   */
  public static void into(Path folder) {
    new GtsrbDownload(OFFICIAL_SOURCE, ARCHIVES).all(folder);
  }

  void all(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (final IOException e) {
      throw new BadDataException(folder, "this folder cannot be made", e);
    }
    if (!Files.isWritable(folder)) {
      throw new BadDataException(folder, "this folder cannot be written to");
    }
    for (final Archive archive : archives) {
      one(archive, folder);
    }
  }

  private void one(Archive archive, Path folder) {
    final Path whole = folder.resolve(archive.name);
    final Path part = folder.resolve(archive.name + ".part");
    try {
      if (Files.exists(whole)) {
        if (md5(whole).equals(archive.md5)) {
          return;
        }
        throw new BadDataException(
            whole, "is there but its checksum is wrong; delete it and download again");
      }
      fetch(archive, part);
      if (!md5(part).equals(archive.md5)) {
        Files.delete(part);
        throw new BadDataException(
            whole, "arrived damaged (its MD5 sum is not %s); try again".formatted(archive.md5));
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } catch (final IOException e) {
      throw new BadDataException(whole, "cannot be read or written: " + e.getMessage(), e);
    }
  }

  private void fetch(Archive archive, Path part) throws IOException {
    final long have = Files.exists(part) ? Files.size(part) : 0;
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(source.resolve(archive.name)).timeout(Duration.ofMinutes(1));
    if (have > 0) {
      request.header("Range", "bytes=%d-".formatted(have));
    }
    final HttpResponse<InputStream> response = send(request.build(), part);
    try (InputStream body = response.body()) {
      if (response.statusCode() == 416) {
        return; // everything is there already: the checksum decides
      }
      final boolean resumed = response.statusCode() == 206 && startsAt(response, have);
      if (response.statusCode() != 200 && !resumed) {
        throw new BadDataException(
            part,
            "the server answered %d for %s; try again later, or download it by hand"
                .formatted(response.statusCode(), response.uri()));
      }
      final long begin = resumed ? have : 0;
      final long coming = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      checkSpace(part, begin, coming);
      append(body, part, archive.name, begin, coming);
    }
  }

  private static boolean startsAt(HttpResponse<?> response, long have) {
    return response
        .headers()
        .firstValue("Content-Range")
        .filter(range -> range.startsWith("bytes %d-".formatted(have)))
        .isPresent();
  }

  private HttpResponse<InputStream> send(HttpRequest request, Path part) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("stopped by the user").initCause(e);
    } catch (final IOException e) {
      final boolean offline =
          e instanceof ConnectException
              || e instanceof HttpConnectTimeoutException
              || e.getCause() instanceof UnknownHostException;
      throw new BadDataException(
          part,
          offline
              ? "cannot reach %s: is this machine connected to the network?"
                  .formatted(request.uri().getHost())
              : "the connection to %s broke; run the same command again to go on"
                  .formatted(request.uri().getHost()),
          e);
    }
  }

  private static void checkSpace(Path part, long begin, long coming) throws IOException {
    final FileStore disk = Files.getFileStore(part.toAbsolutePath().getParent());
    if (begin + coming > MAX_BYTES) {
      throw new BadDataException(
          part, "the server announces %,d bytes, more than 4 GiB".formatted(begin + coming));
    }
    if (coming > disk.getUsableSpace()) {
      throw new BadDataException(
          part,
          "the disk is too full: %,d bytes are still needed and %,d are free"
              .formatted(coming, disk.getUsableSpace()));
    }
  }

  /** Writes what comes; a failure of the network and one of the disk get different sentences. */
  private static void append(InputStream body, Path part, String name, long begin, long coming)
      throws IOException {
    final byte[] block = new byte[BLOCK];
    final long blocks = coming < 0 ? 0 : (coming + BLOCK - 1) / BLOCK;
    final StandardOpenOption mode =
        begin > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    long here = 0;
    try (Progress progress = Progress.of("Downloading " + name, blocks);
        OutputStream out =
            Files.newOutputStream(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      int count = arrived(body, block, part);
      while (count > 0) {
        out.write(block, 0, count);
        here += count;
        if (begin + here > MAX_BYTES) {
          throw new BadDataException(part, "grew beyond 4 GiB; the server sends something else");
        }
        progress.step("%,d MB".formatted((begin + here) >> 20));
        count = arrived(body, block, part);
      }
    }
    if (coming >= 0 && here < coming) {
      throw broken(part, null);
    }
  }

  private static int arrived(InputStream body, byte[] block, Path part) {
    try {
      return body.readNBytes(block, 0, block.length);
    } catch (final IOException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      Progress.checkStop();
      throw broken(part, e);
    }
  }

  private static BadDataException broken(Path part, IOException cause) {
    return new BadDataException(
        part, "the connection broke; run the same command again to go on from here", cause);
  }

  private static String md5(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      final MessageDigest digest = MessageDigest.getInstance("MD5");
      final byte[] block = new byte[BLOCK];
      for (int count = in.read(block); count > 0; count = in.read(block)) {
        digest.update(block, 0, count);
        Progress.checkStop();
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
