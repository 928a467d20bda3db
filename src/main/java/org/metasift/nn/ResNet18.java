package org.metasift.nn;

import java.util.ArrayList;
import java.util.List;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.nn.layer.BatchNormalization;
import org.metasift.nn.layer.Convolution;
import org.metasift.nn.layer.Linear;
import org.metasift.nn.layer.Relu;
import org.metasift.nn.layer.Reshaping;
import org.metasift.nn.layer.Residual;
import org.metasift.nn.layer.Sequence;

/**
 * ResNet-18 for small images (He et al. 2016, in the form customary for CIFAR): a 3 x 3 stem
 * without pooling, four stages of two residual blocks with width, 2, 4 and 8 times width channels,
 * global average, one linear layer. State names are those of the usual PyTorch implementation. For
 * larger images the stem is a larger convolution with a stride, so that the stages see about 28 to
 * 56 pixels a side.
 *
 * @param width channels of the first stage, at least 1; 64 in the paper
 * @param channels 1 or 3
 * @param classes at least 2
 * @param stride of the stem, 1 to 8: 1 for images of up to 48 pixels a side; its kernel is 2 stride
 *     + 1 wide
 */
public record ResNet18(int width, int channels, int classes, int stride) implements Architecture {
  /** Checks the ranges. */
  public ResNet18 {
    Ranges.within("width", width, 1, 1024);
    Ranges.within("channels", channels, 1, 3);
    Ranges.within("classes", classes, 2, 1_000_000);
    Ranges.within("stride", stride, 1, 8);
  }

  /** For images of up to 48 pixels a side. */
  public ResNet18(int width, int channels, int classes) {
    this(width, channels, classes, 1);
  }

  /** For the images of a set: its channels, its classes, and a stem for its size. */
  public static ResNet18 forImages(int width, ImageSet images) {
    return forImages(width, 1, images);
  }

  /**
   * As above, with a coarser look at the images.
   *
   * @param coarseness multiplies the stride of the stem, 1 or 2: 2 sees a quarter of the positions
   *     and costs less
   */
  public static ResNet18 forImages(int width, int coarseness, ImageSet images) {
    final int side = Math.max(images.height(), images.width());
    final int stride = side <= 48 ? 1 : side <= 96 ? 2 : 4;
    return new ResNet18(
        width, images.channels(), Math.max(2, images.classes()), stride * coarseness);
  }

  @Override
  public List<Block> blocks() {
    final List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block(
            Sequence.of(
                width % Reshaping.TOGETHER == 0 ? Sequence.of() : Reshaping.planar(),
                convolution("conv1", channels, width, 2 * stride + 1, stride),
                norm("bn1", width),
                new Relu())));
    int in = width;
    for (int stage = 1; stage <= 4; stage++) {
      final int out = width << (stage - 1);
      blocks.add(new Block(residual("layer" + stage + ".0", in, out, stage == 1 ? 1 : 2)));
      blocks.add(new Block(residual("layer" + stage + ".1", out, out, 1)));
      in = out;
    }
    blocks.add(
        new Block(Sequence.of(Reshaping.globalAverage(), new Linear("linear", in, classes))));
    return blocks;
  }

  private static Residual residual(String name, int in, int out, int stride) {
    final Sequence main =
        Sequence.of(
            convolution(name + ".conv1", in, out, 3, stride),
            norm(name + ".bn1", out),
            new Relu(),
            convolution(name + ".conv2", out, out, 3, 1),
            norm(name + ".bn2", out));
    final Sequence shortcut =
        stride == 1 && in == out
            ? Sequence.of()
            : Sequence.of(
                convolution(name + ".shortcut.0", in, out, 1, stride),
                norm(name + ".shortcut.1", out));
    return new Residual(main, shortcut);
  }

  private static Convolution convolution(String name, int in, int out, int kernel, int stride) {
    return new Convolution(name, in, out, kernel, stride, kernel / 2, false);
  }

  private static BatchNormalization norm(String name, int channels) {
    return new BatchNormalization(name, channels);
  }
}
