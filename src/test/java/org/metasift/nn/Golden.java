package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.metasift.data.ImageSet;
import org.metasift.data.array.NpyImages;
import org.metasift.data.signs.SignClasses;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.layer.Slot;

/** Values that export_golden.py wrote with PyTorch. */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  /** The arrays of one .npz file by name, owned by {@code manager}. */
  public static Map<String, NDArray> read(NDManager manager, String file) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
      final Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (final NDArray array : NDList.decode(manager, in)) {
        arrays.put(array.getName(), array);
      }
      return arrays;
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The 64 images that the exporter used. */
  public static ImageSet batch() {
    final List<String> names = SignClasses.NAMES;
    return NpyImages.read(FOLDER.resolve("batch.npy"), FOLDER.resolve("labels.npy"), names);
  }

  /** ‖a - b‖ / ‖b‖; NaN when anything is. */
  public static double relativeError(NDArray a, NDArray b) {
    return a.sub(b).norm().getFloat() / b.norm().getFloat();
  }

  /** Uniform float32 draws in [-bound, bound), those of the exporter's generator. */
  public static float[] uniform(SplittableRandom random, long count, double bound) {
    final float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }

  /** An untrained network with the weights that the exporter draws. */
  public static Network untrained(Architecture architecture, long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    final Map<String, Tensor> state = new LinkedHashMap<>();
    for (final Slot slot : Network.slots(architecture)) {
      final long size = Arrays.stream(slot.shape()).reduce(1, (a, b) -> a * b);
      final float[] values =
          switch (slot.kind()) {
            case RANDOM -> uniform(random, size, 1 / Math.sqrt(slot.fanIn()));
            case ONES, VARIANCE -> filled(size, 1);
            case ZEROS, MEAN -> filled(size, 0);
          };
      state.put(slot.name(), new Tensor(slot.shape(), values));
    }
    return Network.of(architecture, state);
  }

  private static float[] filled(long size, float value) {
    final float[] values = new float[(int) size];
    Arrays.fill(values, value);
    return values;
  }
}
