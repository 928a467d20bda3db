package org.metasift.nn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.metasift.compute.RandomStream;
import org.metasift.data.ImageSet;
import org.metasift.io.Formats;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.file.TorchCheckpoint;
import org.metasift.nn.file.WeightNames;
import org.metasift.nn.layer.Slot;

/**
 * A network: an architecture and its weights, immutable and on the Java heap. It holds no native
 * memory; to run it, open a {@link LiveNetwork} and close it after the work.
 */
public final class Network {
  static {
    Formats.english();
  }

  private final Architecture architecture;
  private final Map<String, Tensor> state;

  private Network(Architecture architecture, Map<String, Tensor> state) {
    this.architecture = architecture;
    this.state = state;
  }

  /**
   * An untrained network: convolutions and linear layers uniform in +-1/sqrt(inputs of one output),
   * PyTorch's default; batch normalisation the identity. The block of an {@link OwnNetwork} starts
   * as its own initializers say.
   */
  public static Network untrained(Architecture architecture, long seed) {
    final SplittableRandom random = RandomStream.NETWORK_START.from(seed);
    final Map<String, Tensor> state = new LinkedHashMap<>();
    if (architecture instanceof OwnNetwork own) {
      state.putAll(own.untrained(seed));
    }
    for (final Slot slot : slots(architecture)) {
      if (state.containsKey(slot.name())) {
        continue;
      }
      long size = 1;
      for (final long extent : slot.shape()) {
        size *= extent;
      }
      final float[] values = new float[Math.toIntExact(size)];
      final double bound = 1 / Math.sqrt(slot.fanIn());
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (slot.kind()) {
              case RANDOM -> (float) random.nextDouble(-bound, bound);
              case ONES, VARIANCE -> 1f;
              case ZEROS, MEAN -> 0f;
            };
      }
      state.put(slot.name(), new Tensor(slot.shape(), values));
    }
    return new Network(architecture, state);
  }

  /**
   * A network with given weights, such as those of {@link TorchCheckpoint#read}.
   *
   * @throws IllegalArgumentException when a weight is missing, has another shape or is not finite,
   *     or when there are weights that the architecture does not have (counters of batches aside)
   */
  public static Network of(Architecture architecture, Map<String, Tensor> weights) {
    final Map<String, Tensor> state = new LinkedHashMap<>();
    checkNoneLacks(architecture, weights);
    for (final Slot slot : slots(architecture)) {
      final Tensor tensor = weights.get(slot.name());
      if (!Arrays.equals(tensor.shape(), slot.shape())) {
        throw new IllegalArgumentException(
            "weight '%s' has shape %s; %s needs %s"
                .formatted(
                    slot.name(),
                    Arrays.toString(tensor.shape()),
                    architecture,
                    Arrays.toString(slot.shape())));
      }
      for (final float value : tensor.values()) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "weight '%s' holds %s; finite numbers are allowed".formatted(slot.name(), value));
        }
      }
      state.put(slot.name(), tensor);
    }
    final List<String> unknown =
        weights.keySet().stream()
            .filter(name -> !state.containsKey(name) && !name.endsWith(".num_batches_tracked"))
            .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "weights for %s hold %s, which it does not have"
              .formatted(architecture, WeightNames.few(unknown)));
    }
    return new Network(architecture, state);
  }

  private static void checkNoneLacks(Architecture architecture, Map<String, Tensor> weights) {
    final List<String> lacking =
        slots(architecture).stream()
            .map(Slot::name)
            .filter(name -> !weights.containsKey(name))
            .toList();
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          "weights for %s lack %s; they hold %s"
              .formatted(
                  architecture, WeightNames.few(lacking), WeightNames.few(weights.keySet())));
    }
  }

  /**
   * Reads a network that {@link #save} wrote.
   *
   * @throws org.metasift.data.BadDataException when the file is missing, damaged, of an unknown
   *     architecture, or holds a number that is not finite
   */
  public static Network load(Path file) {
    return NetworkFile.read(file);
  }

  /**
   * Reads a network for the images of a set: from a file that {@link #save} wrote, or from a
   * PyTorch checkpoint or a safetensors file of weights alone, whatever its ending. Weights alone
   * are those of a {@link SmallVgg16} or of a {@link ResNet18} for small images (stride 1), which
   * their names and shapes tell; a part that begins all names, such as 'model.', is dropped.
   *
   * @throws org.metasift.data.BadDataException when the file is missing or damaged, or its weights
   *     fit neither network for as many channels and classes as the images have
   */
  public static Network load(Path file, ImageSet images) {
    return NetworkFile.read(file, images);
  }

  /**
   * Writes the network, architecture and weights, as a safetensors file; folders are made. The file
   * appears under its name only when it is whole.
   *
   * @throws org.metasift.data.BadDataException when it cannot be written
   */
  public void save(Path file) {
    NetworkFile.write(this, file);
  }

  /** The architecture. */
  public Architecture architecture() {
    return architecture;
  }

  /** All weights by name, in the architecture's order: parameters and running statistics. */
  public Map<String, Tensor> state() {
    return Collections.unmodifiableMap(state);
  }

  /** The number of parameters, running statistics not counted. */
  public long parameterCount() {
    return slots(architecture).stream()
        .filter(slot -> slot.kind().isParameter())
        .mapToLong(slot -> state.get(slot.name()).values().length)
        .sum();
  }

  static List<Slot> slots(Architecture architecture) {
    final List<Slot> slots = new ArrayList<>();
    architecture.blocks().forEach(block -> block.layer().slots().forEach(slots::add));
    return slots;
  }

  @Override
  public String toString() {
    return "%s with %,d parameters".formatted(architecture, parameterCount());
  }
}
