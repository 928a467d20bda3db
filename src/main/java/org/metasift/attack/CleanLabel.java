package org.metasift.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.metasift.attack.AttackType.Setting;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.Ranges;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.DeviceImages;

/**
 * Label-consistent Clean-Label (Turner et al. 2019): ⌊n_t r⌋ of the n_t images of the target class
 * are made hard to learn by an adversarial perturbation, then get BadNets' white square; their
 * labels stay. A network that cannot learn them by their content learns the square.
 *
 * <p>The perturbation raises the cost on a {@link Surrogate surrogate} by projected gradient
 * descent (Madry et al. 2018): 20 steps of a tenth of the radius along the gradient's sign, kept
 * within the radius (L-inf) and within [0, 1]. The surrogate is trained plainly; one trained
 * against such perturbations makes ones that carry over better.
 *
 * @param target the target class, at least 0
 * @param ratio r, between 0 and 1; 0.1 in the paper
 * @param radius L-inf bound in units of the full range, between 0 and 1; 16/255 is one of Turner et
 *     al.'s
 */
public record CleanLabel(int target, double ratio, double radius) implements Poisoner {
  private static final double USUAL_RADIUS = 16.0 / 255;
  private static final int STEPS = 20;
  private static final int BATCH = 128;

  static final AttackType TYPE =
      AttackType.named(
              "clean-label", (told, test) -> new CleanLabel(told.aim(), told.share(), USUAL_RADIUS))
          .taking(Setting.TARGET, paper().target())
          .taking(Setting.RATIO, paper().ratio());

  /** Checks the ranges. */
  public CleanLabel {
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
    Ranges.between("radius", radius, 0, 1);
  }

  /** The paper's: target class 38, in-class ratio 0.1. */
  public static CleanLabel paper() {
    return new CleanLabel(38, 0.1, USUAL_RADIUS);
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    final int[] chosen = Poisoning.chooseOfTarget(clean, target, ratio, seed);
    final Trigger square = Trigger.whiteSquare(BadNets.SIDE);
    final ImageSet before = clean.select(chosen);
    square.on(before); // whether it fits is known before the work
    final ImageSet changed = square.on(hardened(before, Surrogate.train(clean, seed)));
    return Poisoning.replace(
        clean, chosen, changed, this, seed, Backdoor.allToOne(square, target, clean.classes()));
  }

  /** The images with the perturbation, before the square. */
  ImageSet hardened(ImageSet images, Network surrogate) {
    final ImageSetEditor editor = images.edit();
    final List<int[]> batches = Batches.inOrder(images.size(), BATCH);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(surrogate, root);
        DeviceImages resident = DeviceImages.open(images, root);
        Progress progress =
            Progress.of("Adversarial perturbation", (long) batches.size() * STEPS)) {
      for (final int[] batch : batches) {
        try (NDManager lasting = root.newSubManager()) {
          final NDArray x = resident.batch(lasting, batch);
          final NDArray lowest = x.sub(radius);
          final NDArray highest = x.add(radius);
          final NDArray labels = resident.labels(lasting, batch);
          Steps.run(
              lasting,
              STEPS,
              progress,
              step -> {
                final NDArray now = LiveNetwork.constant(x, step);
                final NDArray gradient = Inference.gradientByImages(live, now, labels);
                final NDArray moved = now.add(gradient.sign().mul(radius / 10));
                Steps.set(x, NDArrays.minimum(NDArrays.maximum(moved, lowest), highest).clip(0, 1));
                return "";
              });
          Pattern.paint(editor, batch, x, images);
        }
      }
    }
    return editor.done();
  }

  @Override
  public Poisoner rehearsed(ImageSet clean) {
    return Narcissus.with(Pattern.noise(clean, 0), target, ratio);
  }

  @Override
  public String name() {
    return "Clean-Label";
  }
}
