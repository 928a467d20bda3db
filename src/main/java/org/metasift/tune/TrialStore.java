package org.metasift.tune;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.DivergedException;
import org.metasift.io.Json;
import org.metasift.io.RecordStore;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Sifting;

/** What sifters found on the copies, kept from run to run: a search that was stopped goes on. */
final class TrialStore implements AutoCloseable {
  private final List<String> conditions; // of each copy
  private final RecordStore<VoteRow> store;
  private final RecordStore<Spent> clock;

  /**
   * A sifter's scores as they are kept.
   *
   * @param conditions as JSON: seed of the sifters on the copy, fingerprint of the copy, the
   *     sifter's revision
   * @param settings as JSON
   * @param scores big-endian floats in Base64
   * @param failure which network diverged; empty where none did
   */
  public record VoteRow(
      String conditions,
      String settings,
      int copy,
      int sifter,
      String scores,
      double accuracy,
      int decided,
      double seconds,
      String failure) {}

  /**
   * How long a search has worked.
   *
   * @param search which one: the conditions on its copies
   * @param seconds in all its runs
   */
  public record Spent(String search, double seconds) {}

  /**
   * What a sifter found.
   *
   * @param scores one per image, higher = cleaner; none where it failed
   * @param failure which network diverged; empty where none did
   */
  @SuppressWarnings("ArrayRecordComponent") // one number an image
  record Found(float[] scores, double accuracy, boolean decided, double seconds, String failure)
      implements Serializable {
    static Found of(Sifting one) {
      return new Found(one.scores(), one.warmupAccuracy(), one.decided(), one.seconds(), "");
    }

    static Found failed(DivergedException failure, double seconds) {
      return new Found(new float[0], 0, false, seconds, failure.getMessage());
    }

    boolean failed() {
      return !failure.isEmpty();
    }

    /** The trust in each image where this sifter alone votes. */
    double[] votes() {
      return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
    }
  }

  /**
   * Opens what is kept.
   *
   * @param seed of the search
   * @param copies the pseudo-poisoned copies; what was found on others is not of this search
   */
  TrialStore(Path file, long seed, List<PoisonedSet> copies) {
    this.conditions =
        IntStream.range(0, copies.size())
            .mapToObj(
                k ->
                    conditions(
                        PseudoPoison.seedOf(k, seed),
                        copies.get(k),
                        new MetaSift(MetaSift.Settings.compact()).revision()))
            .toList();
    this.store =
        RecordStore.open(file, "votes", VoteRow.class, "conditions", "settings", "copy", "sifter");
    try {
      store.checkJson("conditions");
      this.clock = RecordStore.open(file, "searches", Spent.class, "search");
    } catch (final RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** What a sifter's scores on a copy depend on beside its settings. */
  private record CopyKey(long seed, String copy, int sifterRevision) {}

  /** What tells one copy's results from another's: those of another sifter are not found. */
  static String conditions(long seed, PoisonedSet copy, int revision) {
    return Json.line(new CopyKey(seed, copy.images().fingerprint(), revision));
  }

  Optional<Found> find(MetaSift.Settings settings, int copy, int sifter) {
    return store
        .find(conditions.get(copy), Json.line(settings), copy, sifter)
        .map(
            kept ->
                new Found(
                    floats(kept.scores()),
                    kept.accuracy(),
                    kept.decided() == 1,
                    kept.seconds(),
                    kept.failure()));
  }

  void put(MetaSift.Settings settings, int copy, int sifter, Found found) {
    store.put(
        new VoteRow(
            conditions.get(copy),
            Json.line(settings),
            copy,
            sifter,
            text(found.scores()),
            found.accuracy(),
            found.decided() ? 1 : 0,
            found.seconds(),
            found.failure()));
  }

  /** Seconds that the search has worked so far, in all its runs; 0 at first. */
  double spent() {
    return clock.find(search()).map(Spent::seconds).orElse(0.0);
  }

  void spent(double seconds) {
    clock.put(new Spent(search(), seconds));
  }

  /** Which search this is: the conditions on its copies. */
  String search() {
    return conditions.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static String text(float[] scores) {
    final ByteBuffer bytes = ByteBuffer.allocate(4 * scores.length);
    bytes.asFloatBuffer().put(scores);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] floats(String text) {
    final ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
    final float[] scores = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(scores);
    return scores;
  }

  @Override
  public void close() {
    store.close();
    clock.close();
  }
}
