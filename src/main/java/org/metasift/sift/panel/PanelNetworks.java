package org.metasift.sift.panel;

import java.io.Serializable;
import org.metasift.compute.Ranges;

/**
 * How the networks of a panel are made and trained.
 *
 * @param width channels of the first stage of each ResNet-18, 1 to 256
 * @param stride of its first convolution, beyond what the size of the images asks for, 1 or 2
 * @param warmupAccuracy how far early networks learn, as {@link
 *     org.metasift.sift.metasift.MetaSift.Settings#warmupAccuracy}, 0 to 1; one epoch more follows
 * @param learningRate of early networks (AdamW, β 0.9 and 0.95, decay 0.05)
 * @param laterEpochs epochs of later networks, at least 1
 * @param laterLearningRate their highest rate: it rises over the first fifth of the steps and falls
 *     to 0
 * @param batchSize images a step, at least 2
 * @param views how often an image is moved at random for the opinion on moved images, 1 to 100
 */
public record PanelNetworks(
    int width,
    int stride,
    double warmupAccuracy,
    double learningRate,
    int laterEpochs,
    double laterLearningRate,
    int batchSize,
    int views)
    implements Serializable {
  /** Checks the ranges. */
  public PanelNetworks {
    Ranges.within("width", width, 1, 256);
    Ranges.within("stride", stride, 1, 2);
    Ranges.within("warmupAccuracy", warmupAccuracy, 0.0, 1.0);
    Ranges.between("learningRate", learningRate, 0, 10);
    Ranges.within("laterEpochs", laterEpochs, 1, 1000);
    Ranges.between("laterLearningRate", laterLearningRate, 0, 10);
    Ranges.within("batchSize", batchSize, 2, 65536);
    Ranges.within("views", views, 1, 100);
  }

  /** "to 0.35, lr 1.0E-4, 4 views". */
  String early() {
    return "to %s, lr %s, %d views".formatted(warmupAccuracy, learningRate, views);
  }

  /** "4 epochs, lr 0.001". */
  String later() {
    return "%d epochs, lr %s".formatted(laterEpochs, laterLearningRate);
  }
}
