package org.metasift.nn;

import java.util.ArrayList;
import java.util.List;
import org.metasift.compute.Ranges;
import org.metasift.nn.layer.BatchNormalization;
import org.metasift.nn.layer.Convolution;
import org.metasift.nn.layer.Relu;
import org.metasift.nn.layer.Reshaping;
import org.metasift.nn.layer.Sequence;

/**
 * A network from a picture to a picture of the same size: four convolutions down to a quarter of
 * the side, three up again, for attacks whose trigger depends on the image. Its last layer is
 * linear: what a plane means is up to the caller.
 *
 * @param width channels at full size, at least 1; twice and four times that further down
 * @param channels of the picture that goes in, 1 or 3
 * @param planes of the picture that comes out, 1 to 3
 */
public record Autoencoder(int width, int channels, int planes) implements Architecture {
  /** The sides of a picture must be multiples of this. */
  public static final int MULTIPLE = 4;

  /** Checks the ranges. */
  public Autoencoder {
    Ranges.within("width", width, 1, 1024);
    Ranges.within("channels", channels, 1, 3);
    Ranges.within("planes", planes, 1, 3);
  }

  @Override
  public int classes() {
    return planes;
  }

  @Override
  public List<Block> blocks() {
    final List<Block> blocks = new ArrayList<>();
    blocks.add(new Block(Sequence.of(Reshaping.planar(), stage("down.0", channels, width, 1))));
    blocks.add(new Block(stage("down.1", width, 2 * width, 2)));
    blocks.add(new Block(stage("down.2", 2 * width, 4 * width, 2)));
    blocks.add(new Block(stage("middle", 4 * width, 4 * width, 1)));
    blocks.add(new Block(Sequence.of(Reshaping.doubled(), stage("up.0", 4 * width, 2 * width, 1))));
    blocks.add(new Block(Sequence.of(Reshaping.doubled(), stage("up.1", 2 * width, width, 1))));
    blocks.add(new Block(new Convolution("out", width, planes, 3, 1, 1, true)));
    return blocks;
  }

  private static Sequence stage(String name, int in, int out, int stride) {
    return Sequence.of(
        new Convolution(name + ".conv", in, out, 3, stride, 1, false),
        new BatchNormalization(name + ".bn", out),
        new Relu());
  }
}
