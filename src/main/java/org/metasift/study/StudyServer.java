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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.io.CsvText;

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

  private final Study study;
  private final SavedAnswers saved;
  private final String page;
  private final String teacherPage;
  private final Javalin server;
  private final String host;

  private StudyServer(Study study, SavedAnswers saved, String host) {
    this.study = study;
    this.saved = saved;
    this.host = reachable(host);
    this.page = StudyPage.served(study);
    this.teacherPage = StudyPage.read("teacher.html");
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
    final SavedAnswers saved = SavedAnswers.open(file, study.size());
    try {
      return new StudyServer(study, saved, host);
    } catch (final RuntimeException e) {
      saved.close();
      throw e;
    }
  }

  private void serve(List<String> names, String address, int port) {
    saved.add(TEACHER, TEACHER);
    names.forEach(name -> saved.add(name, SavedAnswers.RATER));
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

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.defaultContentType = "text/plain; charset=utf-8";
    config.router.ignoreTrailingSlashes = false; // before the routes: each is compiled as it comes
    config.routes.before(StudyServer::guard);
    config.routes.get("/r/{token}", context -> slash(context, SavedAnswers.RATER));
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

  private SavedAnswers.Rater who(Context context, String role) {
    return saved
        .find(context.pathParam("token"), role)
        .orElseThrow(() -> new NotFoundResponse("There is no such link."));
  }

  private void slash(Context context, String role) {
    who(context, role);
    context.redirect(context.path() + "/");
  }

  private void page(Context context) {
    who(context, SavedAnswers.RATER);
    context.html(withNonce(page, context));
  }

  private void teacherPage(Context context) {
    who(context, TEACHER);
    context.html(withNonce(teacherPage, context));
  }

  /** The page whose script alone may run: both name a number that is drawn anew each time. */
  private static String withNonce(String page, Context context) {
    final String nonce = SavedAnswers.secret();
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; connect-src 'self';"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-"
            + nonce
            + "'");
    return page.replace(StudyPage.NONCE, " nonce=\"" + nonce + "\"");
  }

  private void kept(Context context) {
    final List<Map<String, Object>> list = new ArrayList<>();
    for (final SavedAnswers.Saved one : saved.of(who(context, SavedAnswers.RATER))) {
      list.add(
          Map.of(
              "picture", one.picture(),
              "answer", one.clean() == 1,
              "sequence", one.sequence()));
    }
    context.contentType("application/json").result(StudyPage.json(list));
  }

  private void answer(Context context) {
    final SavedAnswers.Rater rater = who(context, SavedAnswers.RATER);
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
    saved.put(
        new SavedAnswers.Saved(
            rater.token(), picture, clean.asBoolean() ? 1 : 0, sequence.asLong()));
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
    state.put("audit", study.isAudit());
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
    return saved.all();
  }

  /**
   * What the raters of a study answered that was served from this folder, whether it is served now
   * or not; those without an answer are left out.
   *
   * @param folder of the study
   * @throws IllegalArgumentException when the file of the answers is damaged
   */
  public static List<Answers> answersIn(Path folder, Study study) {
    return SavedAnswers.in(folder, study);
  }

  /** Each rater's link, by name. */
  public Map<String, String> links() {
    final Map<String, String> links = new LinkedHashMap<>();
    for (final SavedAnswers.Rater rater : saved.withRole(SavedAnswers.RATER)) {
      links.put(rater.name(), address() + "/r/" + rater.token() + "/");
    }
    return links;
  }

  /** The teacher's link. */
  public String teacherLink() {
    return address() + "/t/" + saved.withRole(TEACHER).get(0).token() + "/";
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
    saved.close();
  }
}
