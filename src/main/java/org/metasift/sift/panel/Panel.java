package org.metasift.sift.panel;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.ImageSet;
import org.metasift.io.Records;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;

/**
 * The panel: a handful of small networks, each of which sees the images in another {@link View},
 * and a look at their pixels. An image is as trustworthy as the worst member says ({@link Vote}).
 *
 * <p>Every trigger is invisible in some view, and in that view the poisoned images are honest: they
 * wear one label and have the look of another, which costs a young network much. Meta-Sift, which
 * has one view, trusts whatever its networks find easy.
 */
public final class Panel implements Sifter {
  private final Settings settings;

  /** A panel with these settings. */
  public Panel(Settings settings) {
    this.settings = settings;
  }

  /**
   * The settings of a panel.
   *
   * @param members how many there are of each {@link MemberKind}, by its name, in the order of that
   *     list; of a kind that is not named there are none
   * @param networks how networks are made and trained
   * @param fill whether classes that the panel does not vouch for get their share all the same
   */
  public record Settings(Map<String, Integer> members, PanelNetworks networks, boolean fill)
      implements Serializable {
    private static final int STEPS = 400;

    /** Checks the counts; kinds that are not named are added. */
    public Settings {
      members = Collections.unmodifiableMap(MemberKind.checked(members));
    }

    /**
     * Networks of width 16 with a stride of 2: one sees all, one grey, two edges, one the interior.
     */
    public static Settings standard() {
      return new Settings(
          MemberKind.usual(), new PanelNetworks(16, 2, 0.35, 1e-4, 4, 1e-3, 128, 4), false);
    }

    /**
     * For quick looks at sets of about a thousand images: narrower networks, one of each kind, that
     * learn in larger steps.
     */
    public static Settings ofSmallSets() {
      return new Settings(
          MemberKind.single(), new PanelNetworks(8, 2, 0.35, 1e-3, 6, 3e-3, 32, 2), false);
    }

    /**
     * The same for a set of this size: later networks need about as many steps as four epochs of
     * 13,000 images have (400), so that on smaller sets they go on for more epochs.
     */
    public Settings fittedTo(int images) {
      final int batch = networks.batchSize();
      final int steps = Math.max(1, (images + batch - 1) / batch);
      final int epochs = Math.max(networks.laterEpochs(), (STEPS + steps - 1) / steps);
      return new Settings(members, Records.with(networks, "laterEpochs", epochs), fill);
    }

    /** The same, but every class gets its share, also one that the panel does not vouch for. */
    public Settings filled() {
      return new Settings(members, networks, true);
    }

    /**
     * The same with another number of members of a kind.
     *
     * @throws IllegalArgumentException when there may not be as many
     */
    public Settings with(MemberKind kind, int count) {
      final Map<String, Integer> others = new LinkedHashMap<>(members);
      others.put(kind.label(), count);
      return new Settings(others, networks, fill);
    }

    /** How many members of a kind there are. */
    public int count(MemberKind kind) {
      return members.get(kind.label());
    }

    @Override
    public String toString() {
      return MemberKind.text(members, networks) + (fill ? "; every class" : "");
    }
  }

  /**
   * How a panel came to a pick.
   *
   * @param base the pick, without the classes that the panel does not vouch for
   * @param ranking of all images
   * @param alone what each member would have picked by itself, in the order in which they looked
   * @param objector for each image the place in {@code alone} of the member that trusts it least;
   *     -1 where none has anything against it
   * @param absent names of members that see nothing in this set, such as grey of grey images
   * @param unlearned names of members whose networks learned less than they should: the set is too
   *     small or its labels too wild for them, and their votes mean little
   * @param agreement how far the members agree about the pick, in words; weaker than an audit
   * @param findings where in the set the members find something
   */
  @SuppressWarnings("ArrayRecordComponent") // one number an image: a list would cost ten times
  public record Outcome(
      BaseSet base,
      Ranking ranking,
      List<BaseSet> alone,
      int[] objector,
      List<String> absent,
      List<String> unlearned,
      String agreement,
      PanelFindings findings) {
    /** The member that trusts an image least; empty where none has anything against it. */
    public String objectorTo(int image) {
      return objector[image] < 0 ? "" : alone.get(objector[image]).sifter();
    }

    /** Whether some member takes an image for another class, or finds a pattern in it. */
    public boolean opposed(int image) {
      return ranking.trust()[image] <= Vote.PLACED;
    }
  }

  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final List<Opinion> opinions = opinions(images, seed);
    return ranking(images, opinions, Vote.of(images, opinions), seed, start);
  }

  /** As {@link #pick}, with the votes. */
  public Outcome sift(ImageSet images, int budget, long seed) {
    final long start = System.nanoTime();
    BaseSet.checkBudget(images, budget);
    final List<Opinion> opinions = opinions(images, seed);
    final double seconds = (System.nanoTime() - start) / 1e9;
    final Vote vote = Vote.of(images, opinions);
    final Ranking ranking = ranking(images, opinions, vote, seed, start);
    final BaseSet base = ranking.best(images, budget);
    return new Outcome(
        base,
        ranking,
        opinions.stream().map(one -> alone(one, images, budget, seed, seconds)).toList(),
        vote.objector(),
        members(settings).stream()
            .filter(member -> !member.hasAView(images))
            .map(Member::name)
            .distinct()
            .toList(),
        opinions.stream().filter(one -> !one.learned()).map(Opinion::name).toList(),
        PanelAgreement.of(base, opinions),
        PanelFindings.of(images, opinions));
  }

  /** What one member would have picked; the seconds are those of all members together. */
  private BaseSet alone(Opinion opinion, ImageSet images, int budget, long seed, double seconds) {
    final float[] suspicion = opinion.suspicion();
    final double[] trust =
        IntStream.range(0, suspicion.length).mapToDouble(i -> -suspicion[i]).toArray();
    return new Ranking(opinion.name(), settings(), seed, images.fingerprint(), trust, seconds)
        .best(images, budget);
  }

  /** What opinions of a set come to. */
  Ranking ranking(ImageSet images, List<Opinion> opinions, Vote vote, long seed, long start) {
    return Ranking.of(name(), settings(), images, vote.trust(), seed, start)
        .doubting(settings.fill() ? List.of() : Doubt.of(images, opinions));
  }

  /** The members, in the order in which they look. */
  static List<Member> members(Settings settings) {
    return Arrays.stream(MemberKind.values())
        .flatMap(
            kind ->
                Collections.nCopies(settings.count(kind), kind.member(settings.networks()))
                    .stream())
        .toList();
  }

  /** What the looks of those members take who see something of a set. */
  public static List<MemberWork> work(Settings settings, ImageSet images) {
    return members(settings).stream()
        .filter(member -> member.hasAView(images))
        .map(Member::work)
        .toList();
  }

  /** What the members say, those of one name together: the mean of their suspicions. */
  public List<Opinion> opinions(ImageSet images, long seed) {
    final List<Member> members =
        members(settings).stream().filter(member -> member.hasAView(images)).toList();
    try (TaskRunner runner = TaskRunners.here(images.pixelBytes())) {
      final TaskRunner.Shared<ImageSet> shared = runner.share(images);
      final List<MemberLook> looks =
          IntStream.range(0, members.size())
              .mapToObj(k -> MemberLook.of(members, k, shared, seed))
              .toList();
      return Opinion.together(
          runner.results(looks, "The panel on all GPUs", k -> members.get(k).name()));
    }
  }

  @Override
  public String settings() {
    return settings.toString();
  }

  @Override
  public Object plainSettings() {
    return settings;
  }

  @Override
  public int revision() {
    return 4;
  }

  @Override
  public String name() {
    return "Panel";
  }
}
