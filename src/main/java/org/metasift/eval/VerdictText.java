package org.metasift.eval;

import java.util.Locale;

/** A verdict in sentences, for readers who were not there. */
public final class VerdictText {
  private VerdictText() {}

  /** The page's title, and its first heading. */
  public static String title(PickVerdict verdict) {
    return "Base set of %,d images".formatted(verdict.picked());
  }

  /** The verdict in one sentence. */
  public static String sentence(PickVerdict verdict) {
    final String picked =
        "%s picked %,d of %,d images".formatted(who(verdict), verdict.picked(), verdict.images());
    final Corruption truth = verdict.truth();
    if (truth == null) {
      return picked
          + " as the ones to trust; nobody knows which images carry poison, so it is not known whether the pick is clean.";
    }
    return picked
        + String.format(
            Locale.ROOT,
            ", and %s: NCR %.3f %% (95 %% Wilson interval %.1f to %.1f %%).",
            truth.poisonedPicked() == 0
                ? "none of them is poisoned"
                : "%,d of them %s poisoned"
                    .formatted(truth.poisonedPicked(), truth.poisonedPicked() == 1 ? "is" : "are"),
            truth.ncrPercent(),
            truth.ncrFromPercent(),
            truth.ncrToPercent());
  }

  private static String who(PickVerdict verdict) {
    return verdict.sifter().equals("Panel") ? "The panel" : verdict.sifter();
  }

  /** What the verdict means, for readers who do not know the field. */
  public static String meaning(PickVerdict verdict) {
    final Corruption truth = verdict.truth();
    if (truth != null) {
      return "The truth is known, since the poison was put in on purpose: %,d of the %,d images of the set are poisoned. An NCR of 0 is a clean pick, 100 what a random pick holds on average."
          .formatted(truth.poisonedInSet(), verdict.images());
    }
    if (verdict.agreementPercent() != null
        && verdict.agreementPercent() < 100
        && verdict.sifter().equals("Panel")) {
      return "Some members of the panel object to some of the picked images; see below.";
    }
    return verdict.sifter().equals("Panel")
        ? "The panel vouches for what its members can see: that the picked images look like their class in every view, and share no fixed pattern. It cannot vouch against poison that no member sees."
        : "%s ranks images and vouches for none: the picked ones are those that it trusts most in each class."
            .formatted(verdict.sifter());
  }

  /** How many of what was asked for were picked. */
  public static String asked(PickVerdict verdict) {
    return verdict.picked() == verdict.asked()
        ? "%,d images of %,d classes were asked for; every class gave its share."
            .formatted(verdict.asked(), verdict.classes())
        : "%,d images of %,d classes were asked for; %,d fewer were picked, because some classes were refused."
            .formatted(verdict.asked(), verdict.classes(), verdict.asked() - verdict.picked());
  }
}
