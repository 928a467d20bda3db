package org.metasift.sift.baseline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.Parameters;
import org.metasift.sift.Ranking;

/**
 * MI-DCM: as {@link ClassMeanDistance}, but the picture of a class is not its mean, which poison
 * moves, but what a network trained on the set takes for the class most surely: model inversion
 * (Fredrikson et al. 2015), gradient descent on the cost from a grey image, clipped to [0, 1] (the
 * automatic baseline of the paper's section 2.3).
 *
 * @param scout trains the network that is inverted
 */
public record ModelInversion(Scout scout) implements ScoutSifter {
  private static final int STEPS = 100;
  private static final double RATE = 0.02;

  /** With a scout of its own. */
  public static ModelInversion compact() {
    return new ModelInversion(Scout.compact());
  }

  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final double[] scores =
        ClassMeanDistance.scores(images, inverted(scout.network(images, seed), images));
    return Ranking.of(name(), settings(), images, scores, seed, start);
  }

  /**
   * The picture of each class, in grey levels, (classes, height x width x channels).
   *
   * @param images of which the number of classes and the shape count
   */
  static float[][] inverted(Network network, ImageSet images) {
    final int channels = images.channels();
    final int area = images.height() * images.width();
    final float[][] pictures = new float[images.classes()][images.imageBytes()];
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        Progress progress = Progress.of("Model inversion", STEPS)) {
      final NDArray x =
          root.ones(new Shape(images.classes(), channels, images.height(), images.width()))
              .muli(0.5f);
      final long[] classes = LongStream.range(0, images.classes()).toArray();
      final Adam adam = new Adam(Parameters.of("x", x), 0.9, 0.999, 0);
      for (int k = 0; k < STEPS; k++) {
        try (NDManager step = root.newSubManager()) {
          final NDArray gradient =
              Inference.gradientByImages(live, LiveNetwork.constant(x, step), step.create(classes));
          adam.stepAlong(gradient, RATE);
          final NDArray clipped = x.clip(0, 1);
          clipped.attach(step);
          x.addi(clipped.sub(x));
        }
        progress.step("");
      }
      final float[] planes = x.toFloatArray();
      for (int c = 0; c < pictures.length; c++) {
        for (int k = 0; k < area * channels; k++) {
          pictures[c][k % area * channels + k / area] = 255 * planes[c * area * channels + k];
        }
      }
    }
    return pictures;
  }

  @Override
  public String name() {
    return "MI-DCM";
  }
}
