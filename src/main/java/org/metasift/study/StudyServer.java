package org.metasift.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.run.CsvText;
import org.metasift.run.RecordStore;

/**
 * Serves a study to a class: a private link for each rater, one for the teacher. An answer is on
 * disk before the page hears that it is saved ({@link #FILE}, SQLite with a write-ahead log), so a
 * killed browser or server loses none; the same folder served again has the same links and goes on.
 *
 * <p>Links hold 128 random bits; who has one sees that rater's answers and nothing else: not the
 * truth, not others' answers, no file. Pages load and send nothing elsewhere.
 */
public final class StudyServer implements AutoCloseable {
  /** The file of a study's folder that holds links and answers. */
  public static final String FILE = "answers.sqlite";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEACHER = "teacher";
  private static final int MOST_BYTES = 1000;
  private static final int SHOWN = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Study study;
  private final RecordStore<Rater> raters;
  private final RecordStore<Saved> answers;
  private final Map<String, Rater> byToken = new LinkedHashMap<>();
  private final String page;
  private final String teacherPage;
  private final Javalin server;
  private final String host;

  /**
   * Someone with a link.
   *
   * @param token the secret part of the link
   * @param name for the teacher's eyes
   * @param role rater or teacher
   */
  public record Rater(String token, String name, String role) {}

  /**
   * An answer.
   *
   * @param token the rater's
   * @param picture 1 to the size of the study
   * @param clean 1 for yes, 0 for no
   * @param sequence grows with every answer of a rater: an older one never replaces a newer
   */
  public record Saved(String token, int picture, int clean, long sequence) {}

  private StudyServer(
      Study study, RecordStore<Rater> raters, RecordStore<Saved> answers, String host) {
    this.study = study;
    this.host = reachable(host);
    this.page = StudyPage.served(study);
    this.teacherPage = StudyPage.read("teacher.html");
    this.raters = raters;
    this.answers = answers;
    raters.all().forEach(rater -> byToken.put(rater.token(), rater));
    this.server = Javalin.create(this::configure);
  }

  /**
   * Starts serving.
   *
   * @param folder of a study
   * @param names of raters; those that the folder does not know yet get a link
   * @param host address to listen on; 127.0.0.1 is this machine alone
   * @param port 0 for any that is free
   * @throws org.metasift.data.BadDataException when there is no study
   * @throws IllegalArgumentException when the host is another machine's, or none
   * @throws IOException when nothing can listen there
   */
  public static StudyServer start(Path folder, List<String> names, String host, int port)
      throws IOException {
    if (!isOfThisMachine(host)) {
      throw new IllegalArgumentException(
          "the host is %s; an address or name of this machine is needed, 127.0.0.1 for it alone, 0.0.0.0 for all of its addresses"
              .formatted(host));
    }
    final Study study = Study.load(folder);
    final StudyServer made = over(study, folder.resolve(FILE), host);
    try {
      made.serve(names, host, port);
      return made;
    } catch (final JavalinException e) {
      made.close();
      throw new IOException(
          "nothing can listen on %s, port %d: %s".formatted(host, port, e.getMessage()), e);
    } catch (final RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private static StudyServer over(Study study, Path file, String host) {
    final RecordStore<Rater> raters = RecordStore.open(file, "raters", Rater.class, "token");
    RecordStore<Saved> answers = null;
    try {
      answers = RecordStore.open(file, "answers", Saved.class, "token", "picture");
      return new StudyServer(study, raters, answers, host);
    } catch (final RuntimeException e) {
      if (answers != null) {
        answers.close();
      }
      raters.close();
      throw e;
    }
  }

  private void serve(List<String> names, String address, int port) {
    add(TEACHER, TEACHER);
    names.forEach(name -> add(name, "rater"));
    server.start(address, port);
  }

  private static boolean isOfThisMachine(String host) throws IOException {
    try {
      final InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (final UnknownHostException e) {
      return false;
    }
  }

  private void add(String name, String role) {
    final boolean known =
        byToken.values().stream().anyMatch(r -> r.name().equals(name) && r.role().equals(role));
    if (!known) {
      final byte[] secret = new byte[16];
      RANDOM.nextBytes(secret);
      final Rater rater =
          new Rater(Base64.getUrlEncoder().withoutPadding().encodeToString(secret), name, role);
      raters.put(rater);
      byToken.put(rater.token(), rater);
    }
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.defaultContentType = "text/plain; charset=utf-8";
    config.router.ignoreTrailingSlashes = false; // before the routes: each is compiled as it comes
    config.routes.before(StudyServer::guard);
    config.routes.get("/r/{token}", context -> slash(context, "rater"));
    config.routes.get("/r/{token}/", this::page);
    config.routes.get("/r/{token}/answers", this::kept);
    config.routes.put("/r/{token}/answers/{picture}", this::answer);
    config.routes.get("/t/{token}", context -> slash(context, TEACHER));
    config.routes.get("/t/{token}/", this::teacherPage);
    config.routes.get("/t/{token}/state", this::state);
    config.routes.get("/t/{token}/result.csv", this::export);
    config.routes.exception(
        Exception.class, (failure, context) -> context.status(500).result("The server failed."));
  }

  private static void guard(Context context) {
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
  }

  private Rater who(Context context, String role) {
    final Rater rater = byToken.get(context.pathParam("token"));
    if (rater == null || !rater.role().equals(role)) {
      throw new NotFoundResponse("There is no such link.");
    }
    return rater;
  }

  private void slash(Context context, String role) {
    who(context, role);
    context.redirect(context.path() + "/");
  }

  private void page(Context context) {
    who(context, "rater");
    context.html(withNonce(page, context));
  }

  private void teacherPage(Context context) {
    who(context, TEACHER);
    context.html(withNonce(teacherPage, context));
  }

  /** The page whose script alone may run: both name a number that is drawn anew each time. */
  private static String withNonce(String page, Context context) {
    final byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    final String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; connect-src 'self';"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-"
            + nonce
            + "'");
    return page.replace(StudyPage.NONCE, " nonce=\"" + nonce + "\"");
  }

  private void kept(Context context) {
    final Rater rater = who(context, "rater");
    final List<Map<String, Object>> list = new ArrayList<>();
    for (final Saved saved : answers.all()) {
      if (saved.token().equals(rater.token())) {
        list.add(
            Map.of(
                "picture", saved.picture(),
                "answer", saved.clean() == 1,
                "sequence", saved.sequence()));
      }
    }
    context.contentType("application/json").result(StudyPage.json(list));
  }

  private void answer(Context context) {
    final Rater rater = who(context, "rater");
    final String number = context.pathParam("picture");
    final int picture = number.matches("\\d{1,7}") ? Integer.parseInt(number) : 0;
    if (picture < 1 || picture > study.size()) {
      throw new BadRequestResponse("Pictures are numbered 1 to %d.".formatted(study.size()));
    }
    final JsonNode body = body(context);
    final JsonNode clean = body.path("answer");
    final JsonNode sequence = body.path("sequence");
    if (!clean.isBoolean() || !sequence.canConvertToLong() || sequence.asLong() < 0) {
      throw new BadRequestResponse("An answer is {\"answer\": true or false, \"sequence\": n}.");
    }
    synchronized (answers) {
      final boolean newer =
          answers
              .find(rater.token(), picture)
              .map(old -> old.sequence() < sequence.asLong())
              .orElse(true);
      if (newer) {
        answers.put(
            new Saved(rater.token(), picture, clean.asBoolean() ? 1 : 0, sequence.asLong()));
      }
    }
    context.status(204);
  }

  /** Read up to the limit, whatever length is announced, and whether one is. */
  private static JsonNode body(Context context) {
    try {
      final byte[] bytes = context.bodyInputStream().readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ContentTooLargeResponse("An answer is at most %d bytes.".formatted(MOST_BYTES));
      }
      return JSON.readTree(bytes);
    } catch (final IOException e) {
      throw new BadRequestResponse("An answer is JSON.");
    }
  }

  private void state(Context context) {
    who(context, TEACHER);
    final List<Answers> all = answers();
    final List<Map<String, Object>> rows = new ArrayList<>();
    for (final Answers one : all) {
      final StudyScore score = StudyScore.of(study, one);
      final Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", one.rater());
      row.put("answered", score.answered());
      row.put("fnr", score.fnr().toString());
      row.put("fpr", score.fpr().toString());
      row.put("ncr", Double.isNaN(score.ncr()) ? "–" : "%.1f".formatted(score.ncr()));
      rows.add(row);
    }
    final Map<String, Object> state = new LinkedHashMap<>();
    state.put("pictures", study.size());
    state.put("finished", all.stream().filter(one -> one.answered() == study.size()).count());
    state.put("raters", rows);
    state.put(
        "missed",
        StudyScore.missed(study, all).stream()
            .limit(SHOWN)
            .map(
                one ->
                    Map.of(
                        "number", one.picture() + 1,
                        "picture", StudyPage.dataUri(study.pictures(), one.picture()),
                        "label",
                            study
                                .pictures()
                                .classNames()
                                .get(study.pictures().label(one.picture())),
                        "missed", one.missed(),
                        "seen", one.seen()))
            .toList());
    context.contentType("application/json").result(StudyPage.json(state));
  }

  private void export(Context context) {
    who(context, TEACHER);
    final StringBuilder lines = new StringBuilder("rater,picture,answer\n");
    for (final Answers one : answers()) {
      final String name = one.rater();
      // a spreadsheet would take such a name for a formula
      final String safe = name.matches("[=+@\\-\\t\\r].*") ? "'" + name : name;
      for (int k = 0; k < one.calls().size(); k++) {
        if (one.calls().get(k) != null) {
          lines
              .append(CsvText.quoted(safe))
              .append(',')
              .append(k + 1)
              .append(',')
              .append(one.calls().get(k) ? "yes" : "no")
              .append('\n');
        }
      }
    }
    context
        .contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=result.csv")
        .result(lines.toString());
  }

  /** What every rater has answered so far, in the order in which they got their links. */
  public List<Answers> answers() {
    final Map<String, Boolean[]> calls = new LinkedHashMap<>();
    for (final Rater rater : byToken.values()) {
      if (rater.role().equals("rater")) {
        calls.put(rater.token(), new Boolean[study.size()]);
      }
    }
    for (final Saved saved : answers.all()) {
      final Boolean[] own = calls.get(saved.token());
      if (own != null) {
        own[saved.picture() - 1] = saved.clean() == 1;
      }
    }
    final List<Answers> all = new ArrayList<>();
    calls.forEach(
        (token, own) -> all.add(new Answers(byToken.get(token).name(), Arrays.asList(own))));
    return all;
  }

  /** Each rater's link, by name. */
  public Map<String, String> links() {
    final Map<String, String> links = new LinkedHashMap<>();
    for (final Rater rater : byToken.values()) {
      if (rater.role().equals("rater")) {
        links.put(rater.name(), address() + "/r/" + rater.token() + "/");
      }
    }
    return links;
  }

  /** The teacher's link. */
  public String teacherLink() {
    return byToken.values().stream()
        .filter(rater -> rater.role().equals(TEACHER))
        .map(rater -> address() + "/t/" + rater.token() + "/")
        .findFirst()
        .orElseThrow();
  }

  private String address() {
    return "http://%s:%d".formatted(host, server.port());
  }

  /** The address for a link: one of this machine's where it listens on all of them. */
  private static String reachable(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
              .map(InetAddress::getHostAddress)
              .findFirst()
              .orElse("127.0.0.1")
          : host;
    } catch (final IOException e) {
      return host;
    }
  }

  @Override
  public void close() {
    server.stop();
    answers.close();
    raters.close();
  }
}
