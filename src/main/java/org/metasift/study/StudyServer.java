package org.metasift.study;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  private final Study study;
  private final SavedAnswers saved;
  private final Javalin server;
  private final String host;

  private StudyServer(Study study, SavedAnswers saved, String host) {
    this.study = study;
    this.saved = saved;
    this.host = ListeningHost.reachable(host);
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
    if (!ListeningHost.isOfThisMachine(host)) {
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
    saved.add(SavedAnswers.TEACHER, SavedAnswers.TEACHER);
    names.forEach(name -> saved.add(name, SavedAnswers.RATER));
    server.start(address, port);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.defaultContentType = "text/plain; charset=utf-8";
    config.router.ignoreTrailingSlashes = false; // before the routes: each is compiled as it comes
    config.routes.before(PrivateLinks::guard);
    final PrivateLinks links = new PrivateLinks(saved);
    new RaterRoutes(study, saved, links).addTo(config);
    new TeacherRoutes(study, saved, links).addTo(config);
    config.routes.exception(
        Exception.class, (failure, context) -> context.status(500).result("The server failed."));
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
    return address() + "/t/" + saved.withRole(SavedAnswers.TEACHER).get(0).token() + "/";
  }

  private String address() {
    return "http://%s:%d".formatted(host, server.port());
  }

  @Override
  public void close() {
    server.stop();
    saved.close();
  }
}
