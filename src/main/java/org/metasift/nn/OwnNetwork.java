package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Layer;
import org.metasift.nn.layer.Linear;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Reshaping;
import org.metasift.nn.layer.Sequence;
import org.metasift.nn.layer.Slot;
import org.metasift.nn.layer.Weights;

/**
 * A network of your own: a DJL block that turns images (b, c, h, w) in [0, 1] into features, and a
 * linear layer of ours on top, from the features to the class scores. The cut between the two is
 * where the dual pass begins: a foreign block does not support tangents, so Meta-Sift's {@code
 * top_k} reaches the linear layer's two arrays at most. Everything else is as with our own
 * networks.
 *
 * <p>The block keeps its initializers and layers; its parameters only lend their names and shapes:
 * each pass computes with the weights it is given. Such a network cannot be saved, for its shape is
 * somebody's code.
 */
public final class OwnNetwork implements Architecture {
  private static final String HEAD = "head";

  private final String name;
  private final ai.djl.nn.Block features;
  private final Map<Parameter, Slot> slots = new LinkedHashMap<>();
  private final Shape input;
  private final int width;
  private final int classes;

  private OwnNetwork(
      String name, ai.djl.nn.Block features, Shape input, int classes, NDManager scratch) {
    this.name = name;
    this.features = features;
    this.input = input;
    this.classes = classes;
    features.clear(); // it may have served another set before
    features.initialize(scratch, DataType.FLOAT32, input);
    for (final Pair<String, Parameter> pair : features.getParameters()) {
      final Parameter parameter = pair.getValue();
      final Slot slot =
          Slot.of("features." + pair.getKey(), kind(parameter), parameter.getShape().getShape());
      slots.put(parameter, slot);
    }
    this.width = width(features, input);
  }

  /**
   * Wraps a block for the images of a set.
   *
   * @param name for results and messages
   * @param features from images to features: one array in, one array (b, ...) out, which is
   *     flattened; it must not be used elsewhere at the same time
   * @throws IllegalArgumentException when the block does not take such images or gives no features
   */
  public static OwnNetwork around(String name, ai.djl.nn.Block features, ImageSet images) {
    final Shape input = new Shape(1, images.channels(), images.height(), images.width());
    try (NDManager scratch = Compute.open()) {
      return new OwnNetwork(name, features, input, Math.max(2, images.classes()), scratch);
    } catch (final IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "network '%s' does not take images of shape %s: %s"
              .formatted(name, input, e.getMessage()),
          e);
    }
  }

  private static Slot.Kind kind(Parameter parameter) {
    return switch (parameter.getType()) {
      case RUNNING_MEAN -> Slot.Kind.MEAN;
      case RUNNING_VAR -> Slot.Kind.VARIANCE;
      default -> Slot.Kind.ZEROS; // the block's own initializer says how it starts
    };
  }

  private static int width(ai.djl.nn.Block features, Shape input) {
    final Shape[] out = features.getOutputShapes(new Shape[] {input});
    if (out.length != 1 || out[0].dimension() < 2 || out[0].size() < 1) {
      throw new IllegalArgumentException(
          "one array of features, (b, ...), must come out, not %s".formatted(List.of(out)));
    }
    return Math.toIntExact(out[0].size());
  }

  /** The weights that training starts from: the block's own initializers, and ours on top. */
  Map<String, Tensor> untrained(long seed) {
    final Map<String, Tensor> state = new LinkedHashMap<>();
    synchronized (features) {
      try (NDManager scratch = Compute.open()) {
        Compute.seed(seed);
        features.clear();
        features.initialize(scratch, DataType.FLOAT32, input);
        slots.forEach(
            (parameter, slot) ->
                state.put(
                    slot.name(), new Tensor(slot.shape(), parameter.getArray().toFloatArray())));
      }
    }
    return state;
  }

  @Override
  public int channels() {
    return Math.toIntExact(input.get(1));
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int side() {
    return input.get(2) == input.get(3) ? Math.toIntExact(input.get(2)) : 0;
  }

  @Override
  public int firstDualBlock() {
    return 1;
  }

  @Override
  public List<Block> blocks() {
    return List.of(
        new Block(Sequence.of(Reshaping.planar(), new Foreign(), Reshaping.flatten())),
        new Block(new Linear(HEAD, width, classes)));
  }

  @Override
  public String toString() {
    return "%s (own network, %d features)".formatted(name, width);
  }

  /** The block as a layer: it computes with the weights of the pass. */
  private final class Foreign implements Layer {
    @Override
    public Stream<Slot> slots() {
      return OwnNetwork.this.slots.values().stream();
    }

    @Override
    public Dual forward(Dual x, Weights weights, Pass pass) {
      if (x.moves()) {
        throw new IllegalStateException(this + " does not support tangents");
      }
      final NDManager manager = x.value().getManager();
      final NDList out =
          features.forward(
              new Lent(manager, weights, pass), new NDList(x.value()), pass.batchStatistics());
      return Dual.still(out.singletonOrThrow());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Hands a block the weights of a pass where it asks for its own parameters. */
  private final class Lent extends ParameterStore {
    private final NDManager manager;
    private final Weights weights;
    private final Pass pass;

    Lent(NDManager manager, Weights weights, Pass pass) {
      super(manager, false);
      this.manager = manager;
      this.weights = weights;
      this.pass = pass;
    }

    @Override
    public NDArray getValue(Parameter parameter, ai.djl.Device device, boolean training) {
      final Slot slot = slots.get(parameter);
      if (slot.kind().isParameter()) {
        return weights.parameter(slot.name()).value();
      }
      final NDArray running = weights.statistic(slot.name());
      // the engine writes to what it is given
      return pass.updateStatistics() ? running : running.duplicate();
    }

    @Override
    public NDManager getManager() {
      return manager;
    }
  }
}
