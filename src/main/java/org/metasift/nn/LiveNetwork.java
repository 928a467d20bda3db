package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.metasift.compute.DivergedException;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Layer;
import org.metasift.nn.layer.Linear;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Sequence;
import org.metasift.nn.layer.Slot;
import org.metasift.nn.layer.Weights;

/**
 * A network on the device, for the time of one piece of work. It owns its arrays; closing it frees
 * them. Optimizers change the {@link #parameters} in place; {@link #snapshot} makes a {@link
 * Network} of the present state.
 *
 * <p>A training step opens a manager below {@link #manager}, takes {@link #leaves} from it, runs
 * {@link #forward} and the gradients of its loss; everything of the step dies with that manager.
 */
public final class LiveNetwork implements AutoCloseable {
  private final Architecture architecture;
  private final List<Architecture.Block> blocks;
  private final NDManager manager;
  private final Parameters parameters;
  private final Map<String, NDArray> statistics = new LinkedHashMap<>();

  private LiveNetwork(Network network, NDManager manager) {
    this.architecture = network.architecture();
    this.blocks = architecture.blocks();
    this.manager = manager;
    final Map<String, Tensor> learned = new LinkedHashMap<>();
    for (final Slot slot : Network.slots(architecture)) {
      final Tensor tensor = network.state().get(slot.name());
      if (slot.kind().isParameter()) {
        learned.put(slot.name(), tensor);
      } else {
        statistics.put(slot.name(), manager.create(tensor.values(), new Shape(tensor.shape())));
      }
    }
    this.parameters = Parameters.of(manager, learned);
  }

  /** Copies a network to the device of {@code parent}, below which it lives until closed. */
  public static LiveNetwork open(Network network, NDManager parent) {
    return new LiveNetwork(network, parent.newSubManager());
  }

  /** The manager that owns the weights. */
  public NDManager manager() {
    return manager;
  }

  /** The parameters, in the network's order. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The weights as constants that collect no gradient, owned by {@code step}, sharing the values.
   */
  public Weights constants(NDManager step) {
    return leaves(step, Set.of());
  }

  /** The weights as leaves that collect gradients, owned by {@code step}, sharing the values. */
  public Weights leaves(NDManager step) {
    return leaves(step, parameters.byName().keySet());
  }

  /** As above for these parameters only; the others are constants. */
  public Weights leaves(NDManager step, Set<String> names) {
    final Map<String, Dual> duals = new LinkedHashMap<>();
    parameters
        .byName()
        .forEach(
            (name, array) ->
                duals.put(
                    name,
                    Dual.still(names.contains(name) ? leaf(array, step) : constant(array, step))));
    final Map<String, NDArray> running = new LinkedHashMap<>();
    statistics.forEach((name, array) -> running.put(name, constant(array, step)));
    return new Weights(duals, running);
  }

  /** An array of the same values that collects a gradient, owned by {@code step}. */
  public static NDArray leaf(NDArray array, NDManager step) {
    final NDArray leaf = constant(array, step);
    leaf.setRequiresGradient(true);
    return leaf;
  }

  /**
   * The same values under another owner: what is computed from an array belongs to the array's
   * manager, so a step that used the lasting ones would leave its results with them.
   */
  public static NDArray constant(NDArray array, NDManager step) {
    final NDArray constant = array.stopGradient();
    constant.attach(step);
    return constant;
  }

  /** Runs the whole network: images (b, c, h, w) in [0, 1] to class scores (b, classes). */
  public Dual forward(Dual x, Weights weights, Pass pass) {
    return forward(x, weights, pass, 0, blocks.size());
  }

  /** Runs the blocks from {@code from} to {@code to}, exclusive. */
  public Dual forward(Dual x, Weights weights, Pass pass, int from, int to) {
    Dual current = x;
    for (int k = from; k < to; k++) {
      final Dual next = blocks.get(k).layer().forward(current, weights, pass);
      pass.releaseBetween(x, current, next);
      current = next;
    }
    return current;
  }

  /** The network without its last, linear layer: images to what that layer is fed, (b, d). */
  public Dual features(Dual x, Weights weights, Pass pass) {
    final Dual h = forward(x, weights, pass, 0, blocks.size() - 1);
    return blocks.get(blocks.size() - 1).layer() instanceof Sequence end
        ? end.butLast().forward(h, weights, pass)
        : h;
  }

  /** The last, linear layer alone: {@link #features} to class scores, (b, classes). */
  public Dual classify(Dual features, Weights weights, Pass pass) {
    final Layer end = blocks.get(blocks.size() - 1).layer();
    final Layer last = end instanceof Sequence layers ? layers.last() : end;
    if (!(last instanceof Linear)) {
      throw new IllegalStateException(architecture + " does not end in a linear layer");
    }
    return last.forward(features, weights, pass);
  }

  /** The number of blocks. */
  public int blockCount() {
    return blocks.size();
  }

  /**
   * The block boundary at or before the last {@code topK} parameter arrays: blocks from there on
   * are the smallest head that holds them all. Where a network begins with a block that knows no
   * tangents ({@link OwnNetwork}), the head is what follows it, whatever {@code topK} says beyond.
   *
   * @throws IllegalArgumentException unless {@code topK} is 1 to the number of parameter arrays
   */
  public int headStart(int topK) {
    final int first = architecture.firstDualBlock();
    if (first > 0 && topK >= parameterNames(first).size()) {
      return first;
    }
    if (topK < 1 || topK > parameters.byName().size()) {
      throw new IllegalArgumentException(
          "top_k is %d; 1 to %d, the parameter arrays of %s, is allowed"
              .formatted(topK, parameters.byName().size(), architecture));
    }
    int start = blocks.size();
    int held = 0;
    while (held < topK) {
      start--;
      held += (int) parameterSlots(start);
    }
    return start;
  }

  /** The names of the parameters of the blocks from {@code from} on, in order. */
  public List<String> parameterNames(int from) {
    return blocks.subList(from, blocks.size()).stream()
        .flatMap(block -> block.layer().slots())
        .filter(slot -> slot.kind().isParameter())
        .map(Slot::name)
        .toList();
  }

  private long parameterSlots(int block) {
    return blocks.get(block).layer().slots().filter(slot -> slot.kind().isParameter()).count();
  }

  /** The present weights as a network on the heap; as below. */
  public Network snapshot() {
    return snapshot("a " + architecture);
  }

  /**
   * The present weights as a network on the heap.
   *
   * @param who learned them, for the message if it diverged
   * @throws DivergedException when one of them is not a finite number
   */
  public Network snapshot(String who) {
    final Map<String, Tensor> state = new LinkedHashMap<>();
    for (final Slot slot : Network.slots(architecture)) {
      final NDArray array =
          (slot.kind().isParameter() ? parameters.byName() : statistics).get(slot.name());
      final float[] values = array.toFloatArray();
      for (final float value : values) {
        DivergedException.check(value, who, "its last step", "lower the learning rate");
      }
      state.put(slot.name(), new Tensor(slot.shape(), values));
    }
    return Network.of(architecture, state);
  }

  @Override
  public void close() {
    manager.close();
  }
}
