import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.metasift.attack.BadNets;
import org.metasift.bench.Scratch;
import org.metasift.compute.Compute;
import org.metasift.data.signs.SignSet;
import org.metasift.study.Study;
import org.metasift.study.StudyServer;

/**
 * How fast a served study answers: 50 raters on loopback, three rounds of quick people (two clicks
 * a second each) and three as fast as the server confirms; and how large its page is. One process
 * plays server and raters, so the times hold both. Run by {@code ./metasift bench study}.
 */
final class StudyBench {
  private static final int PICTURES = 1000;
  private static final int RATERS = 50;
  private static final int CLICKS = 40;
  private static final int ROUNDS = 3;
  private static final int PAUSE_MS = 500;

  private StudyBench() {}

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = Scratch.open()) {
      System.setProperty("org.sqlite.tmpdir", scratch.folder().toString());
      measure(scratch.folder());
    }
  }

  private static void measure(Path folder) throws Exception {
    final var signs = SignSet.make(0);
    final Study study = Study.draw(BadNets.paper().poison(signs.train(), 0), PICTURES, 0.1, 0);
    study.save(folder);
    final List<String> names = IntStream.range(0, RATERS).mapToObj(k -> "rater " + k).toList();
    System.out.println(Compute.describe());
    System.out.printf(
        "%s %s, %d processors, %d raters, %d clicks each, %d pictures%n",
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        RATERS,
        CLICKS,
        PICTURES);
    System.out.printf("page.html: %.1f MB%n", Files.size(folder.resolve(Study.PAGE)) / 1e6);
    final ExecutorService pool = Executors.newFixedThreadPool(RATERS);
    try (StudyServer server = StudyServer.start(folder, names, "127.0.0.1", 0)) {
      for (int round = 1; round <= 2 * ROUNDS; round++) {
        final int pause = round <= ROUNDS ? PAUSE_MS : 0;
        final int sequence = round * CLICKS;
        final List<Callable<long[]>> raters = new ArrayList<>();
        server.links().forEach((name, link) -> raters.add(() -> clicks(link, sequence, pause)));
        final long start = System.nanoTime();
        final List<long[]> times = new ArrayList<>();
        for (final Future<long[]> done : pool.invokeAll(raters)) {
          times.add(done.get());
        }
        final double seconds = (System.nanoTime() - start) / 1e9;
        final long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
            "%s: median %.1f ms, 95th percentile %.1f ms, 99th %.1f ms, slowest %.1f ms, %.0f clicks/s%n",
            pause > 0 ? "a click each " + pause + " ms" : "without a pause",
            all[all.length / 2] / 1e6,
            all[all.length * 95 / 100] / 1e6,
            all[all.length * 99 / 100] / 1e6,
            all[all.length - 1] / 1e6,
            all.length / seconds);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static long[] clicks(String link, int sequence, int pause) throws Exception {
    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final long[] times = new long[CLICKS];
    for (int k = 0; k < CLICKS; k++) {
      final HttpRequest click =
          HttpRequest.newBuilder(URI.create(link + "answers/" + (k + 1)))
              .PUT(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"answer\":true,\"sequence\":%d}".formatted(sequence + k)))
              .build();
      if (pause > 0) {
        Thread.sleep(ThreadLocalRandom.current().nextInt(2 * pause));
      }
      final long start = System.nanoTime();
      final int status = client.send(click, HttpResponse.BodyHandlers.discarding()).statusCode();
      times[k] = System.nanoTime() - start;
      if (status != 204) {
        throw new IllegalStateException("the server said " + status);
      }
    }
    return times;
  }
}
