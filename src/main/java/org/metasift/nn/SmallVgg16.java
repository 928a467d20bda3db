package org.metasift.nn;

import java.util.ArrayList;
import java.util.List;
import org.metasift.run.Ranges;

/**
 * The artifact's small VGG-16 for images of 32 x 32: [32, 32, M, 64, 64, M, 128, 128, M], each a 3
 * x 3 convolution with batch normalisation and ELU, dropout 0.3, 0.4, 0.4 after the poolings, one
 * linear layer. State names are those of the artifact's checkpoint.
 *
 * @param channels 1 or 3
 * @param classes at least 2
 */
public record SmallVgg16(int channels, int classes) implements Architecture {
  private static final int[] WIDTHS = {32, 64, 128};
  private static final float[] DROPOUT = {0.3f, 0.4f, 0.4f};

  /** Checks the ranges. */
  public SmallVgg16 {
    Ranges.within("channels", channels, 1, 3);
    Ranges.within("classes", classes, 2, 1_000_000);
  }

  @Override
  public int side() {
    return 32;
  }

  @Override
  public List<Block> blocks() {
    final List<Block> blocks = new ArrayList<>();
    int index = 0;
    int in = channels;
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      final List<Layer> layers = new ArrayList<>();
      for (int k = 0; k < 2; k++) {
        layers.add(new Convolution("features." + index, in, WIDTHS[stage], 3, 1, 1, true));
        layers.add(new BatchNormalization("features." + (index + 1), WIDTHS[stage]));
        layers.add(new Elu());
        in = WIDTHS[stage];
        index += 3;
      }
      layers.add(new MaxPooling());
      layers.add(new Dropout("features." + (index + 1), DROPOUT[stage]));
      index += 2;
      blocks.add(new Block(new Sequence(layers)));
    }
    blocks.add(
        new Block(Sequence.of(Reshaping.flatten(), new Linear("classifier", in * 4 * 4, classes))));
    return blocks;
  }
}
