package org.metasift.sift.panel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.nn.device.DeviceImages;

/**
 * What a member sees of an image. A trigger that one view shows is invisible in another, and there
 * a poisoned image is dear: it wears the label of one sign and has the look of another.
 */
public enum View {
  /** The image as it is. */
  WHOLE,
  /** The mean of the channels: blind to triggers of colour. */
  GREY,
  /**
   * Grey minus its Gaussian blur (sigma a sixteenth of the side), divided by its own standard
   * deviation: blind to triggers of low frequency.
   */
  EDGES,
  /** The middle, five eighths of each side, enlarged: blind to what sits at borders and corners. */
  INTERIOR;

  private static final double EDGE_SIGMA = 1 / 16.0; // of the side
  private static final double EDGE_CONTRAST = 0.25;
  private static final double LEAST_DEVIATION = 0.01;

  /** Whether it hides something of the image. */
  boolean hides() {
    return this != WHOLE;
  }

  /** How many channels the view of an image with so many has. */
  int channels(int channels) {
    return this == GREY || this == EDGES ? 1 : channels;
  }

  /**
   * The view of a batch.
   *
   * @param batch float32 in [0, 1], (b, c, h, w); not changed
   * @return (b, {@link #channels}, h, w), of the batch's manager
   */
  NDArray of(NDArray batch) {
    return switch (this) {
      case WHOLE -> batch;
      case GREY -> batch.mean(new int[] {1}, true);
      case EDGES -> edges(batch);
      case INTERIOR -> interior(batch);
    };
  }

  /**
   * How some images look in this view, for people: edges, which are around 0, as around middle
   * grey; channels that a view lacks are its only one.
   *
   * @return uint8, of the size and in the order of the images asked for, with their labels and ids
   */
  public ImageSet pictures(ImageSet images, int... indices) {
    final ImageSet chosen = images.select(indices);
    final int area = images.height() * images.width();
    final ImageSetEditor editor = chosen.edit();
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(chosen, root)) {
      for (int i = 0; i < chosen.size(); i++) {
        try (NDManager step = root.newSubManager()) {
          final float[] seen = of(resident.batch(step, new int[] {i})).toFloatArray();
          final byte[] pixels = new byte[images.imageBytes()];
          for (int k = 0; k < pixels.length; k++) {
            final int plane = channels(images.channels()) == 1 ? 0 : k % images.channels();
            final float value = seen[plane * area + k / images.channels()];
            final double level = this == EDGES ? 0.5 + value / 2 : value;
            pixels[k] = (byte) Math.max(0, Math.min(255, Math.round(255 * level)));
          }
          editor.pixels(i, pixels);
        }
      }
    }
    return editor.done();
  }

  private static NDArray edges(NDArray batch) {
    final NDArray grey = GREY.of(batch);
    final int height = (int) batch.getShape().get(2);
    final int width = (int) batch.getShape().get(3);
    final NDArray fine =
        grey.sub(Separable.blur(height, width, height * EDGE_SIGMA, width * EDGE_SIGMA).of(grey));
    final NDArray flat = fine.reshape(batch.getShape().get(0), -1);
    final int[] row = {1};
    final NDArray variance =
        flat.sub(flat.mean(row, true))
            .square()
            .sum(row, true)
            .div(Math.max(1, height * width - 1))
            .reshape(-1, 1, 1, 1);
    return fine.div(variance.sqrt().add((float) LEAST_DEVIATION)).mul((float) EDGE_CONTRAST);
  }

  private static NDArray interior(NDArray batch) {
    final Shape shape = batch.getShape();
    final int height = (int) shape.get(2);
    final int width = (int) shape.get(3);
    return Separable.middle(height, width, height * 3 / 16, width * 3 / 16).of(batch);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
