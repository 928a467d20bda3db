package org.metasift.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.metasift.compute.Ranges;
import org.metasift.nn.layer.BatchNormalization;
import org.metasift.nn.layer.Convolution;
import org.metasift.nn.layer.Dropout;
import org.metasift.nn.layer.Elu;
import org.metasift.nn.layer.Layer;
import org.metasift.nn.layer.Linear;
import org.metasift.nn.layer.MaxPooling;
import org.metasift.nn.layer.Reshaping;
import org.metasift.nn.layer.Sequence;

/**
 * The artifact's small VGG-16 for images of 32 x 32: [32, 32, M, 64, 64, M, 128, 128, M], each a 3
 * x 3 convolution with batch normalisation and ELU, dropout 0.3, 0.4, 0.4 after the poolings, one
 * linear layer. State names are those of the artifact's checkpoint.
 *
 * @param channels 1 or 3
 * @param classes at least 2
 * @param width channels of the first stage, at least 1: 32 in the artifact, doubled by each stage
 */
public record SmallVgg16(int channels, int classes, int width) implements Architecture {
  private static final int WIDTH = 32;
  private static final int STAGES = 3;
  private static final float[] DROPOUT = {0.3f, 0.4f, 0.4f};

  /** Checks the ranges. */
  public SmallVgg16 {
    Ranges.within("channels", channels, 1, 3);
    Ranges.within("classes", classes, 2, 1_000_000);
    Ranges.within("width", width, 1, 1024);
  }

  /** The network at the artifact's width. */
  public SmallVgg16(int channels, int classes) {
    this(channels, classes, WIDTH);
  }

  /** The network at half the artifact's width, for small sets. */
  public static SmallVgg16 narrow(int channels, int classes) {
    return new SmallVgg16(channels, classes, WIDTH / 2);
  }

  /** As a file says it: one that names no width is of the artifact's. */
  @JsonCreator
  static SmallVgg16 ofFile(
      @JsonProperty("channels") int channels,
      @JsonProperty("classes") int classes,
      @JsonProperty("width") Integer width) {
    return new SmallVgg16(channels, classes, width == null ? WIDTH : width);
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
    for (int stage = 0; stage < STAGES; stage++) {
      final int out = width << stage;
      final List<Layer> layers = new ArrayList<>();
      for (int k = 0; k < 2; k++) {
        layers.add(new Convolution("features." + index, in, out, 3, 1, 1, true));
        layers.add(new BatchNormalization("features." + (index + 1), out));
        layers.add(new Elu());
        in = out;
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
