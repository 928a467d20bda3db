package org.metasift.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.io.AtomicFiles;
import org.metasift.io.CsvColumn;
import org.metasift.io.CsvText;
import org.metasift.io.Records;
import org.metasift.io.RunFolder;
import org.metasift.report.PictureGrid;
import org.metasift.report.Tables;
import org.metasift.sift.BaseSet;
import org.metasift.study.Answers;
import org.metasift.study.AuditBounds;
import org.metasift.study.AuditScore;
import org.metasift.study.Study;

/** What the answers to an audit say: each person's, and where there are several all together. */
final class AuditResult {
  private static final int SHOWN = 60;
  private static final String ALL = "all together";
  private static final String SUSPECTS = "suspects.csv";
  private static final String PICTURES = "suspects.png";
  private static final String KEPT = "kept";

  private final Study audit;
  private final List<Answers> people;
  private final List<String> silent;
  private final int limit;
  private final List<AuditScore> scores;

  /**
   * Judges answers.
   *
   * @param people at least one who answered something; who did not is told and left out
   */
  AuditResult(Study audit, List<Answers> people, int limit) {
    this.audit = audit;
    this.people = people.stream().filter(one -> one.answered() > 0).toList();
    this.silent = people.stream().filter(one -> one.answered() == 0).map(Answers::rater).toList();
    this.limit = limit;
    final List<Answers> rows = new ArrayList<>(this.people);
    if (rows.size() > 1) {
      rows.add(AuditScore.together(ALL, this.people));
    }
    this.scores = rows.stream().map(one -> AuditScore.of(audit, one)).toList();
  }

  /**
   * Checks that an audit was drawn from a base set.
   *
   * @throws IllegalArgumentException when it is no audit
   * @throws BadDataException when it is one of another base set
   */
  static void checkOf(Study audit, BaseSet base, Path folder) {
    if (!audit.isAudit()) {
      throw new IllegalArgumentException(
          "%s holds a study, not an audit; '%s study score' reads its answers"
              .formatted(folder, ProgramName.typed()));
    }
    final Map<Integer, String> ids = new LinkedHashMap<>();
    base.picks().forEach(pick -> ids.put(pick.index(), pick.id()));
    final int[] places = audit.places();
    boolean same = places.length == audit.size() && audit.audited() == base.size();
    for (int k = 0; same && k < places.length; k++) {
      same = audit.isPoisoned(k) || audit.pictures().id(k).equals(ids.get(places[k]));
    }
    if (!same) {
      throw new BadDataException(
          folder.resolve(Study.FILE), "was not drawn from the base set of this run");
    }
  }

  /** The last score, which the suspects are of: all together, or the only person's. */
  private AuditScore whole() {
    return scores.get(scores.size() - 1);
  }

  /** For people. */
  String text() {
    final StringBuilder text = new StringBuilder();
    text.append(audit).append("\n\n");
    text.append(Tables.text(AuditScore.table(scores), Map.of("sensitivity at least (%)", "%.1f")));
    text.append('\n');
    silent.forEach(name -> text.append(name).append(" answered nothing and is left out.\n"));
    for (final AuditScore score : scores) {
      if (score.leftOut() > 0) {
        text.append(
            "%s: %,d without an answer before the last one answered; they count as called clean.%n"
                .formatted(score.rater(), score.leftOut()));
      }
    }
    scores.forEach(score -> text.append(score.statement(limit)).append('\n'));
    if (scores.size() > 1) {
      text.append(
          "Each line holds on its own with 95 % confidence; choose one before you see the answers, not the best one after.\n");
    }
    text.append(
        "All this is about poison that is as easy to see as the planted one (%s)."
            .formatted(audit.title()));
    if (!whole().suspects().isEmpty()) {
      text.append("%nCalled poisoned by %s:".formatted(whole().rater()));
      whole().suspects().stream()
          .limit(SHOWN)
          .forEach(k -> text.append("\n  ").append(audit.pictures().id(k)));
      text.append(
          "\nall of them in %s; %s holds the base set without them".formatted(SUSPECTS, KEPT));
    }
    return text.toString();
  }

  /** For machines. */
  Map<String, Object> plain() {
    final Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("picked", audit.audited());
    plain.put("drawn", audit.size() - audit.poisonedCount());
    plain.put("planted", audit.poisonedCount());
    plain.put("limit", limit);
    plain.put("confidence", 1 - AuditBounds.RISK);
    plain.put("answered_nothing", silent);
    plain.put("scores", scores.stream().map(this::plain).toList());
    return plain;
  }

  private Map<String, Object> plain(AuditScore score) {
    final Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("rater", score.rater());
    plain.put("looks", score.looks());
    plain.put("suspects", score.suspects().stream().map(audit.pictures()::id).toList());
    plain.put("planted", score.planted());
    plain.put("found", score.found());
    plain.put("left_out", score.leftOut());
    plain.put("sensitivity_at_least", score.sensitivityAtLeast());
    plain.put("poisoned_at_most", score.poisonedAtMost());
    plain.put("without_suspects_at_most", score.leftAtMost());
    final boolean possible = score.leftAtMost() >= limit;
    plain.put("excluded", !possible);
    plain.put(
        "looks_needed",
        possible && score.toLookAt(limit).isPresent() ? score.toLookAt(limit).getAsInt() : null);
    return plain;
  }

  /** Writes all of it into the audit's folder, over what an earlier scoring left there. */
  void save(Path folder, BaseSet base) throws IOException {
    final List<Integer> suspects = whole().suspects();
    if (suspects.isEmpty()) {
      forget(folder);
    } else {
      take(suspects, base, folder);
    }
    AtomicFiles.write(
        folder.resolve("audit.txt"), (text() + "\n").getBytes(StandardCharsets.UTF_8));
    Tables.save(AuditScore.table(scores), folder.resolve("audit.csv"));
    RunFolder.write(plain(), folder.resolve("audit.json"));
  }

  private void take(List<Integer> suspects, BaseSet base, Path folder) throws IOException {
    final int[] all = suspects.stream().mapToInt(k -> k).toArray();
    CsvColumn.write(folder.resolve(SUSPECTS), all, columns());
    PictureGrid.of(audit.pictures(), Arrays.copyOf(all, Math.min(all.length, SHOWN)))
        .title("Called poisoned")
        .save(folder.resolve(PICTURES));
    without(base, suspects).save(folder.resolve(KEPT));
  }

  /** Takes away what an earlier scoring left about suspects that there are no more. */
  private static void forget(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(SUSPECTS));
    Files.deleteIfExists(folder.resolve(PICTURES));
    final Path kept = folder.resolve(KEPT);
    if (Files.isDirectory(kept)) {
      BaseSet.delete(kept);
      try {
        Files.delete(kept);
      } catch (final DirectoryNotEmptyException e) {
        // it holds something of the user's, which stays
      }
    }
  }

  /** Of a suspect, by its place among the pictures. */
  private List<CsvColumn> columns() {
    final int[] places = audit.places();
    final ImageSet pictures = audit.pictures();
    return List.of(
        new CsvColumn("index", k -> String.valueOf(places[k])),
        new CsvColumn("id", k -> CsvText.quoted(pictures.id(k))),
        new CsvColumn("label", k -> String.valueOf(pictures.label(k))),
        new CsvColumn("class", k -> CsvText.quoted(pictures.classNames().get(pictures.label(k)))),
        new CsvColumn("called_by", k -> CsvText.quoted(whoCalledPoisoned(k))));
  }

  private String whoCalledPoisoned(int picture) {
    return people.stream()
        .filter(one -> Boolean.FALSE.equals(one.calls().get(picture)))
        .map(Answers::rater)
        .collect(Collectors.joining("; "));
  }

  private BaseSet without(BaseSet base, List<Integer> suspects) {
    final int[] places = audit.places();
    final Set<Integer> out = new HashSet<>();
    suspects.forEach(k -> out.add(places[k]));
    return Records.with(
        base.keeping(pick -> !out.contains(pick.index())),
        "settings",
        base.settings() + ", without %d that an audit called poisoned".formatted(out.size()));
  }
}
