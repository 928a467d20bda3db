package org.metasift.sift.panel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.metasift.compute.Ranges;

/**
 * The kinds of members that a panel may have, in the order in which they look. A new member is its
 * class and its entry here: settings, their text, forecasts and the command line read this list.
 * The order is part of what is picked: a member's seed comes from its place, so that a new kind
 * goes to the end.
 */
public enum MemberKind {
  /** Early networks; each says what images cost as they are, and moved. */
  WHOLE(
      Group.EARLY,
      1,
      100,
      1,
      "networks that see the images whole",
      networks -> new NetworkMember(View.WHOLE, true, true, networks)),
  /** Early networks that are blind to triggers of colour. */
  GREY(
      Group.EARLY,
      0,
      100,
      1,
      "networks that see them grey",
      networks -> new NetworkMember(View.GREY, true, false, networks)),
  /** Early networks that are blind to triggers of low frequency. */
  EDGES(
      Group.EARLY,
      0,
      100,
      2,
      "networks that see their edges",
      networks -> new NetworkMember(View.EDGES, true, false, networks)),
  /** Later networks that are blind to triggers at borders and corners. */
  INTERIOR(
      Group.LATER,
      0,
      100,
      1,
      "networks that see only their inside",
      networks -> new NetworkMember(View.INTERIOR, false, false, networks)),
  /** A look at the pixels, without a network. */
  PATTERN(
      Group.OTHER,
      0,
      1,
      1,
      "the look for a fixed pattern in many images of a class",
      networks -> new FixedPattern());

  /** Where the text of a panel's settings names a kind: beside what else holds for it. */
  private enum Group {
    EARLY,
    LATER,
    OTHER
  }

  private final Group group;
  private final int least;
  private final int most;
  private final int usual;
  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // no function here keeps anything
  private final Function<PanelNetworks, Member> made;

  /**
   * A kind.
   *
   * @param least the fewest that a panel may have
   * @param usual how many a standard panel has
   */
  MemberKind(
      Group group,
      int least,
      int most,
      int usual,
      String text,
      Function<PanelNetworks, Member> made) {
    this.group = group;
    this.least = least;
    this.most = most;
    this.usual = usual;
    this.text = text;
    this.made = made;
  }

  /** The name, as settings have it, such as {@code whole}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The fewest that a panel may have. */
  public int least() {
    return least;
  }

  /** The most that a panel may have. */
  public int most() {
    return most;
  }

  /** Who they are, in a few words for people. */
  public String text() {
    return text;
  }

  /** The kind of a name; empty where there is none. */
  public static Optional<MemberKind> named(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** How many of each a standard panel has. */
  static Map<String, Integer> usual() {
    final Map<String, Integer> counts = new LinkedHashMap<>();
    for (final MemberKind kind : values()) {
      counts.put(kind.label(), kind.usual);
    }
    return counts;
  }

  /** As {@link #usual}, but one of each at most. */
  static Map<String, Integer> single() {
    final Map<String, Integer> counts = usual();
    counts.replaceAll((label, usual) -> Math.min(1, usual));
    return counts;
  }

  /**
   * Counts in the order of this list, none left out.
   *
   * @param given by name; of a kind that is not named there are none
   * @throws IllegalArgumentException when a name is none, or there are too many or too few of one
   */
  static Map<String, Integer> checked(Map<String, Integer> given) {
    for (final String label : given.keySet()) {
      if (named(label).isEmpty()) {
        throw new IllegalArgumentException(
            "a panel has no member '%s'; %s are allowed"
                .formatted(label, String.join(", ", usual().keySet())));
      }
    }
    final Map<String, Integer> counts = new LinkedHashMap<>();
    for (final MemberKind kind : values()) {
      final Integer some = given.getOrDefault(kind.label(), 0);
      if (some == null) {
        throw new IllegalArgumentException(
            "%s has no number; %d to %d is allowed"
                .formatted(kind.label(), kind.least(), kind.most()));
      }
      counts.put(kind.label(), Ranges.within(kind.label(), some, kind.least(), kind.most()));
    }
    return counts;
  }

  /** A member of this kind. */
  Member member(PanelNetworks networks) {
    return made.apply(networks);
  }

  /** "ResNet-18 width 16, stride 2; early: 1 whole, ...; later: ...; batch 128; fixed pattern". */
  static String text(Map<String, Integer> counts, PanelNetworks networks) {
    final StringBuilder text =
        new StringBuilder(
            "ResNet-18 width %d, stride %d; early: %s, %s; later: %s, %s; batch %d"
                .formatted(
                    networks.width(),
                    networks.stride(),
                    text(Group.EARLY, counts),
                    networks.early(),
                    text(Group.LATER, counts),
                    networks.later(),
                    networks.batchSize()));
    for (final MemberKind kind : of(Group.OTHER)) {
      final int some = counts.get(kind.label());
      if (some > 0) {
        text.append("; ").append(some > 1 ? some + " " : "").append(kind.member(networks).name());
      }
    }
    return text.toString();
  }

  private static String text(Group group, Map<String, Integer> counts) {
    return of(group).stream()
        .map(kind -> counts.get(kind.label()) + " " + kind.label())
        .collect(Collectors.joining(", "));
  }

  private static List<MemberKind> of(Group group) {
    return Arrays.stream(values()).filter(kind -> kind.group == group).toList();
  }
}
