package org.metasift.study;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.metasift.compute.Ranges;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a person's answers to an {@link Audit} say about the whole base set.
 *
 * <p>Two bounds, each at half of {@link AuditBounds#RISK}: with 97.5 % confidence the person sees
 * at least {@link #sensitivityAtLeast} of such poison as was planted, and if so, then with 97.5 %
 * confidence at most {@link #poisonedAtMost} images of the base set are poisoned. Both hold
 * together with 95 % (Bonferroni). It takes for granted that poison in the base set is as easy to
 * see as the planted one. Each person's statement holds by itself; the best of several does not.
 *
 * <p>Pictures are shown in random order, so those up to the last one answered are a random draw:
 * they count as looked at. One left out before it counts as called clean.
 *
 * @param rater a name
 * @param size images of the base set
 * @param looks of them looked at
 * @param suspects of them called poisoned, as indices into the pictures of the audit
 * @param planted poisoned pictures looked at that were planted
 * @param found of them called poisoned
 * @param leftOut pictures before the last one answered that have no answer
 */
public record AuditScore(
    String rater,
    int size,
    int looks,
    List<Integer> suspects,
    int planted,
    int found,
    int leftOut) {

  /** Copies the list. */
  public AuditScore {
    suspects = List.copyOf(suspects);
  }

  /**
   * The score of one person's answers.
   *
   * @throws IllegalArgumentException when the study is not an audit or has another number of
   *     pictures
   */
  public static AuditScore of(Study audit, Answers answers) {
    if (!audit.isAudit()) {
      throw new IllegalArgumentException(
          "a study whose truth is known is not an audit: it has no base set");
    }
    final List<Boolean> calls = answers.calls();
    if (calls.size() != audit.size()) {
      throw new IllegalArgumentException(
          "%d answers for an audit of %d pictures".formatted(calls.size(), audit.size()));
    }
    int end = calls.size();
    while (end > 0 && calls.get(end - 1) == null) {
      end--;
    }
    final List<Integer> suspects = new ArrayList<>();
    int planted = 0;
    int found = 0;
    for (int k = 0; k < end; k++) {
      final boolean called = Boolean.FALSE.equals(calls.get(k));
      if (audit.isPoisoned(k)) {
        planted++;
        found += called ? 1 : 0;
      } else if (called) {
        suspects.add(k);
      }
    }
    return new AuditScore(
        answers.rater(),
        audit.audited(),
        end - planted,
        suspects,
        planted,
        found,
        end - answers.answered());
  }

  /**
   * Several people as one: a picture is called poisoned where anyone calls it so, clean where all
   * who answered do.
   */
  public static Answers together(String name, List<Answers> raters) {
    final List<Boolean> calls = new ArrayList<>();
    for (int k = 0; k < raters.get(0).calls().size(); k++) {
      Boolean all = null;
      for (final Answers rater : raters) {
        final Boolean call = rater.calls().get(k);
        if (call != null) {
          all = call && !Boolean.FALSE.equals(all);
        }
      }
      calls.add(all);
    }
    return new Answers(name, calls);
  }

  /** The share of planted poison that is seen at least, 0 to 1, with 97.5 % confidence. */
  public double sensitivityAtLeast() {
    return AuditBounds.sensitivityAtLeast(found, planted, AuditBounds.HALF_RISK);
  }

  /** How many images of the base set are poisoned at most, suspects included. */
  public int poisonedAtMost() {
    return AuditBounds.poisonedAtMost(
        size, looks, suspects.size(), sensitivityAtLeast(), AuditBounds.HALF_RISK);
  }

  /** How many are poisoned at most once the suspects are taken out. */
  public int leftAtMost() {
    return poisonedAtMost() - suspects.size(); // see AuditBounds.poisonedAtMost
  }

  /**
   * How many images would have to be looked at, with no more called poisoned than were, to exclude
   * that {@code limit} or more are left once those are taken out; empty where no look can.
   *
   * @param limit 1 to the size of the base set without those called poisoned
   */
  public OptionalInt toLookAt(int limit) {
    return AuditBounds.toLookAt(
        size, limit, suspects.size(), sensitivityAtLeast(), AuditBounds.HALF_RISK);
  }

  /** What is stated, in sentences. */
  public String statement(int limit) {
    Ranges.within("limit", limit, 1, size);
    final StringBuilder text = new StringBuilder();
    text.append(
        "%s, with 95 %% confidence: at most %,d of the %,d images are poisoned"
            .formatted(rater, poisonedAtMost(), size));
    if (!suspects.isEmpty()) {
      text.append(
          suspects.size() == 1
              ? ", at most %,d once the one called poisoned is taken out".formatted(leftAtMost())
              : ", at most %,d once the %,d called poisoned are taken out"
                  .formatted(leftAtMost(), suspects.size()));
    }
    return text.append(". ").append(verdict(limit)).toString();
  }

  private String verdict(int limit) {
    if (leftAtMost() < limit) {
      return "%,d or more are excluded%s."
          .formatted(limit, poisonedAtMost() < limit ? "" : " then");
    }
    final double least = AuditBounds.leastSensitivity(limit, AuditBounds.HALF_RISK);
    if (sensitivityAtLeast() < least) {
      return "No audit by %s can exclude %,d or more: what was found of the planted poison shows a sensitivity of at least %.1f %%, and %.1f %% is needed%s."
          .formatted(
              rater,
              limit,
              100 * sensitivityAtLeast(),
              100 * least,
              found > least * planted ? "; with more planted it may be shown" : "");
    }
    final OptionalInt needed = toLookAt(limit);
    return "%,d or more are not excluded; %s."
        .formatted(
            limit,
            needed.isPresent()
                ? "at this sensitivity a look at %,d images would be enough, if no more were called poisoned"
                    .formatted(needed.getAsInt())
                : "with so many called poisoned not even a look at all images would be enough");
  }

  /** Scores side by side: what each person looked at, called, found, and what follows. */
  public static Table table(List<AuditScore> scores) {
    return Table.create(
        "What the audit says of the base set (95 % confidence)",
        StringColumn.create("rater", scores.stream().map(AuditScore::rater).toList()),
        IntColumn.create("looked at", scores.stream().mapToInt(AuditScore::looks).toArray()),
        IntColumn.create(
            "called poisoned", scores.stream().mapToInt(s -> s.suspects().size()).toArray()),
        IntColumn.create("planted", scores.stream().mapToInt(AuditScore::planted).toArray()),
        IntColumn.create("found", scores.stream().mapToInt(AuditScore::found).toArray()),
        DoubleColumn.create(
            "sensitivity at least (%)",
            scores.stream().mapToDouble(s -> 100 * s.sensitivityAtLeast()).toArray()),
        IntColumn.create(
            "poisoned at most", scores.stream().mapToInt(AuditScore::poisonedAtMost).toArray()),
        IntColumn.create(
            "without suspects", scores.stream().mapToInt(AuditScore::leftAtMost).toArray()));
  }
}
