package org.metasift.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.attack.AttackType.Setting;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.Ranges;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.Parameters;
import org.metasift.nn.device.DeviceImages;

/**
 * Poison Frogs (Shafahi et al. 2018), a clean-label attack on one test image, the victim t: some
 * images b of the target class, labels kept, are moved until a network sees in them what it sees in
 * t. A network trained on them takes t for the target class; no trigger is needed.
 *
 * <p>The attacker knows what kind of network the victim trains, and trains one of the same kind as
 * a {@link Surrogate surrogate}. The victim t is chosen: of the candidates that the surrogate gets
 * right, the one with the highest score of the target class relative to its own.
 *
 * <p>As in its section 4 (training from scratch) t is first blended in at an opacity of 0.3; then
 * Adam lowers
 *
 * <pre>
 * ‖f(x) - f(t)‖² / ‖f(t)‖² + β mean (x - b)²,   x in [0, 1]
 * </pre>
 *
 * with f the features of the surrogate, what its last layer is fed. The paper uses forward-backward
 * splitting on the same sum.
 *
 * @param target the class the victim is to be taken for, at least 0
 * @param ratio of the poisoned images among those of the target class, between 0 and 1; 0.1 in
 *     Meta-Sift's paper
 * @param candidates for the victim: images of other classes, not from the training set
 */
public record PoisonFrogs(int target, double ratio, ImageSet candidates) implements Poisoner {
  static final int USUAL_SOURCE = 12;
  static final int USUAL_TARGET = 38;
  static final double USUAL_RATIO = 0.1;
  private static final double OPACITY = 0.3;
  private static final double BETA = 1;
  private static final int STEPS = 150;
  private static final int BATCH = 128;
  private static final double RATE = 0.01;

  static final AttackType TYPE =
      AttackType.named(
              "poison-frogs", (told, test) -> on(test, told.from(), told.aim(), told.share()))
          .taking(Setting.SOURCE, USUAL_SOURCE)
          .taking(Setting.TARGET, USUAL_TARGET)
          .taking(Setting.RATIO, USUAL_RATIO);

  /** Checks the ranges, and that there is a candidate, none of the target class. */
  public PoisonFrogs {
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
    final boolean ofTarget =
        target < candidates.classes() && candidates.indicesOf(target).length > 0;
    if (candidates.size() == 0 || ofTarget) {
      throw new IllegalArgumentException(
          "%s as candidates for the victim of Poison Frogs; images of other classes than the target, %d, are needed"
              .formatted(candidates, target));
    }
  }

  /** The paper's target class and ratio, 38 and 0.1, on a test image of class 12. */
  public static PoisonFrogs paper(ImageSet test) {
    return on(test, USUAL_SOURCE, USUAL_TARGET, USUAL_RATIO);
  }

  /**
   * An attack on a test image of a class.
   *
   * @param source the class, with at least one image in {@code test}
   */
  public static PoisonFrogs on(ImageSet test, int source, int target, double ratio) {
    Poisoning.checkClass("source", test, source);
    return new PoisonFrogs(target, ratio, test.select(test.indicesOf(source)));
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    if (candidates.classes() != clean.classes() || candidates.imageBytes() != clean.imageBytes()) {
      throw new IllegalArgumentException(
          "the victim is one of %s, the images are %s; classes and sizes must be equal"
              .formatted(candidates, clean));
    }
    final int[] chosen = Poisoning.chooseOfTarget(clean, target, ratio, seed);
    final Network surrogate = Surrogate.ofVictimsKind(clean, seed);
    final ImageSet victim = victim(surrogate);
    return Poisoning.replace(
        clean,
        chosen,
        collided(clean.select(chosen), victim, surrogate),
        this,
        seed,
        Backdoor.instances(victim, target));
  }

  private ImageSet victim(Network surrogate) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(surrogate, root);
        DeviceImages resident = DeviceImages.open(candidates, root)) {
      final float[][] scores = Inference.seen(live, resident).scores();
      return candidates.select(
          IntStream.range(0, candidates.size())
              .boxed()
              .max(
                  Comparator.<Integer, Boolean>comparing(i -> right(scores[i], candidates.label(i)))
                      .thenComparing(i -> scores[i][target] - scores[i][candidates.label(i)]))
              .orElseThrow());
    }
  }

  private static boolean right(float[] scores, int label) {
    return IntStream.range(0, scores.length).allMatch(k -> scores[k] <= scores[label]);
  }

  /** The bases, moved until the surrogate sees the victim in them. */
  static ImageSet collided(ImageSet bases, ImageSet victim, Network surrogate) {
    final ImageSetEditor editor = bases.edit();
    final List<int[]> batches = Batches.inOrder(bases.size(), BATCH);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(surrogate, root);
        DeviceImages resident = DeviceImages.open(bases, root);
        DeviceImages single = DeviceImages.open(victim, root);
        Progress progress = Progress.of("Feature collision", (long) batches.size() * STEPS)) {
      final NDArray t = single.batch(root, new int[] {0});
      final NDArray wanted = Inference.features(live, t);
      for (final int[] batch : batches) {
        try (NDManager lasting = root.newSubManager()) {
          final NDArray b = resident.batch(lasting, batch);
          final NDArray x = b.mul(1 - OPACITY).add(t.mul(OPACITY));
          final Adam adam = new Adam(Parameters.of("x", x), 0.9, 0.999, 0);
          Steps.run(
              lasting,
              STEPS,
              progress,
              step -> {
                final NDArray now = LiveNetwork.constant(x, step);
                final NDArray seen = Inference.featureGradient(live, now, wanted);
                final NDArray back = now.sub(b).mul(2 * BETA / bases.imageBytes());
                adam.stepAlong(seen.add(back), RATE);
                Steps.set(x, LiveNetwork.constant(x, step).clip(0, 1));
                return "";
              });
          Pattern.paint(editor, batch, x, bases);
        }
      }
    }
    return editor.done();
  }

  @Override
  public int revision() {
    return 3;
  }

  @Override
  public Poisoner rehearsed(ImageSet clean) {
    return Narcissus.with(Pattern.noise(clean, 0), target, ratio);
  }

  @Override
  public String name() {
    return "Poison Frogs";
  }
}
