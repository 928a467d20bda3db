package org.metasift.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.nn.Autoencoder;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Weights;

/**
 * A trigger of its own for every image x: (1 - m(x)) x + m(x) g(x), with a mask m and a pattern g
 * in [0, 1] that two {@link Autoencoder autoencoders} draw.
 *
 * @param masks from an image to one plane z: m = ½ + ½ tanh(20 σ(z) - 10), nearly 0 or 1
 * @param patterns from an image to a picture z: g = σ(z)
 */
record InputAwareTrigger(Network masks, Network patterns) implements Trigger {
  private static final int BATCH = 256;
  private static final double STEEP = 20;

  static void checkSize(ImageSet images) {
    if (images.height() % Autoencoder.MULTIPLE != 0 || images.width() % Autoencoder.MULTIPLE != 0) {
      throw new IllegalArgumentException(
          "IAB needs images with sides that are multiples of %d; these are of %d x %d"
              .formatted(Autoencoder.MULTIPLE, images.height(), images.width()));
    }
  }

  @Override
  public ImageSet on(ImageSet images) {
    checkSize(images);
    final ImageSetEditor editor = images.edit();
    try (NDManager root = Compute.open();
        LiveNetwork mask = LiveNetwork.open(masks, root);
        LiveNetwork pattern = LiveNetwork.open(patterns, root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      for (final int[] batch : Batches.inOrder(images.size(), BATCH)) {
        Progress.checkStop();
        try (NDManager step = root.newSubManager()) {
          final NDArray x = resident.batch(step, batch);
          final NDArray m = mask(mask, x, mask.constants(step), Pass.evaluation());
          final NDArray g = pattern(pattern, x, pattern.constants(step), Pass.evaluation());
          Pattern.paint(editor, batch, blend(x, m, g), images);
        }
      }
    }
    return editor.done();
  }

  /** m of images (b, c, h, w): (b, 1, h, w). */
  static NDArray mask(LiveNetwork masks, NDArray x, Weights weights, Pass pass) {
    return steep(masks.forward(Dual.still(x), weights, pass).value());
  }

  /** ½ + ½ tanh(20 σ(z) - 10). */
  static NDArray steep(NDArray z) {
    final NDArray half = Dual.number(z, 0.5);
    return Activation.sigmoid(z).sub(half).mul(Dual.number(z, STEEP)).tanh().mul(half).add(half);
  }

  /** g of images: their shape. */
  static NDArray pattern(LiveNetwork patterns, NDArray x, Weights weights, Pass pass) {
    return Activation.sigmoid(patterns.forward(Dual.still(x), weights, pass).value());
  }

  /** (1 - m) x + m g. */
  static NDArray blend(NDArray x, NDArray mask, NDArray pattern) {
    return x.add(mask.mul(pattern.sub(x)));
  }
}
