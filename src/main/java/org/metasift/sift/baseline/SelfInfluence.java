package org.metasift.sift.baseline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.Ranking;

/**
 * Self-IF: trusts the images with the least influence on their own loss (Koh and Liang 2017, the
 * automatic baseline of the paper's section 2.3), in closed form for the last layer.
 *
 * <p>The gradient of a cost by the last layer is e hᵀ, with h the features (and a 1 for the bias)
 * and e = softmax(z) - y. With the Kronecker factors A = mean h hᵀ + λI and B = mean e eᵀ + λI of
 * its Fisher matrix (Martens and Grosse 2015) the self-influence gᵀ F⁻¹ g is
 *
 * <pre>(hᵀ A⁻¹ h) (eᵀ B⁻¹ e)</pre>
 *
 * The score is its negative; 0 is the best. λ is a thousandth of the mean of the diagonal.
 *
 * @param scout trains the network whose last layer is looked at
 */
public record SelfInfluence(Scout scout) implements ScoutSifter {
  private static final double DAMPING = 1e-3;

  /** With a scout of its own. */
  public static SelfInfluence compact() {
    return new SelfInfluence(Scout.compact());
  }

  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final double[] scores;
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(scout.network(images, seed), root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      Progress.checkStop();
      scores = scores(root, Inference.seen(live, resident), images.labels());
    }
    return Ranking.of(name(), settings(), images, scores, seed, start);
  }

  /** The negative self-influence of each image on the last layer. */
  static double[] scores(NDManager root, Inference.Outputs seen, int... labels) {
    final NDArray ones = root.ones(new Shape(labels.length, 1));
    final NDArray h = root.create(seen.features()).concat(ones, 1); // (n, d + 1)
    final NDArray y = root.create(labels).oneHot(seen.scores()[0].length);
    final NDArray e = root.create(seen.scores()).softmax(1).sub(y); // (n, classes)
    final float[] influence = quadratic(h).mul(quadratic(e)).toFloatArray();
    final double[] scores = new double[labels.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = -influence[i];
    }
    return scores;
  }

  /** xᵀ M⁻¹ x of each row, with M = mean x xᵀ + λI: (n, d) to (n). */
  private static NDArray quadratic(NDArray x) {
    final NDArray moment = x.transpose().matMul(x).div(x.getShape().get(0));
    final long size = moment.getShape().get(0);
    final double lambda =
        Math.max(
            1e-12, DAMPING * moment.mul(x.getManager().eye((int) size)).sum().getFloat() / size);
    final NDArray damped = moment.add(x.getManager().eye((int) size).mul(lambda));
    return x.matMul(damped.inverse()).mul(x).sum(new int[] {1});
  }

  @Override
  public String name() {
    return "Self-IF";
  }
}
