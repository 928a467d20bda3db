package org.metasift.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metasift.data.BadDataException;
import org.metasift.io.RecordFile;
import org.metasift.io.RecordStore;

/** The links and answers of a served study, in {@link StudyServer#FILE}. */
final class SavedAnswers implements AutoCloseable {
  /** The role of who answers. */
  static final String RATER = "rater";

  /** The role of who sees how far the raters are. */
  static final String TEACHER = "teacher";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final int pictures;
  private final RecordFile tables;
  private final RecordStore<Rater> raters;
  private final RecordStore<SavedAnswer> answers;
  private final Map<String, Rater> byToken = new LinkedHashMap<>();

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
  public record SavedAnswer(String token, int picture, int clean, long sequence) {}

  private SavedAnswers(int pictures, RecordFile tables) {
    this.pictures = pictures;
    this.tables = tables;
    this.raters = tables.table("raters", Rater.class, "token");
    this.answers = tables.table("answers", SavedAnswer.class, "token", "picture");
    raters.all().forEach(rater -> byToken.put(rater.token(), rater));
  }

  /** Opens a study's file, which is made where it is missing. */
  static SavedAnswers open(Path file, int pictures) {
    final RecordFile tables = new RecordFile(file);
    try {
      return new SavedAnswers(pictures, tables);
    } catch (final RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  /**
   * What the raters of a served study have answered so far; those without an answer are left out.
   *
   * @param folder of the study; empty where it was never served
   * @throws IllegalArgumentException when its file is damaged
   * @throws BadDataException when it answers a picture that the study does not have
   */
  static List<Answers> in(Path folder, Study study) {
    final Path file = folder.resolve(StudyServer.FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    try (SavedAnswers saved = open(file, study.size())) {
      return saved.all().stream().filter(one -> one.answered() > 0).toList();
    } catch (final IndexOutOfBoundsException e) {
      throw new BadDataException(file, "answers a picture that the study does not have", e);
    }
  }

  /** Gives somebody a link who has none in this role yet. */
  void add(String name, String role) {
    final boolean known =
        byToken.values().stream().anyMatch(r -> r.name().equals(name) && r.role().equals(role));
    if (!known) {
      final Rater rater = new Rater(secret(), name, role);
      raters.put(rater);
      byToken.put(rater.token(), rater);
    }
  }

  /** 128 random bits as text. */
  static String secret() {
    final byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Who has this link, in this role. */
  Optional<Rater> find(String token, String role) {
    return Optional.ofNullable(byToken.get(token)).filter(rater -> rater.role().equals(role));
  }

  /** Those with this role, in the order in which they got their links. */
  List<Rater> withRole(String role) {
    return byToken.values().stream().filter(rater -> rater.role().equals(role)).toList();
  }

  /** Keeps an answer unless the rater's later one is there already. */
  synchronized void put(SavedAnswer answer) {
    final boolean newer =
        answers
            .find(answer.token(), answer.picture())
            .map(old -> old.sequence() < answer.sequence())
            .orElse(true);
    if (newer) {
      answers.put(answer);
    }
  }

  /** A rater's answers as they are kept. */
  List<SavedAnswer> of(Rater rater) {
    return answers.all().stream().filter(one -> one.token().equals(rater.token())).toList();
  }

  /** What every rater has answered so far, in the order in which they got their links. */
  List<Answers> all() {
    final Map<String, Boolean[]> calls = new LinkedHashMap<>();
    withRole(RATER).forEach(rater -> calls.put(rater.token(), new Boolean[pictures]));
    for (final SavedAnswer saved : answers.all()) {
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

  @Override
  public void close() {
    tables.close();
  }
}
