package org.metasift.nn.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.metasift.data.BadDataException;

/**
 * What a pickle may say of tensors: three functions and the names of {@link StorageType}, none of
 * which is called, and what it notes of what they were given.
 *
 * @param path the checkpoint, for messages
 */
record PickledTensors(Path path) {
  private static final String REBUILD_TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String REBUILD_PARAMETER = "torch._utils._rebuild_parameter";
  private static final String ORDERED_DICT = "collections.OrderedDict";
  private static final int MAX_DIMENSIONS = 8;

  /** Python's tuple. */
  record Tuple(List<Object> items) {}

  /** The elements of one or more tensors: an entry {@code data/key} of the file. */
  record Storage(StorageType type, String key, long size) {}

  /** A tensor as a view of a storage: element (i, j, ..) lies at offset + i strides[0] + .. */
  record TensorView(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

  /** One of the names that are let through. */
  record Global(String name) {}

  /** Lets through the names of the allow-list; all others end the reading before any use. */
  Global global(String module, String name) {
    final String full = module + "." + name;
    final boolean known =
        full.equals(REBUILD_TENSOR)
            || full.equals(REBUILD_PARAMETER)
            || full.equals(ORDERED_DICT)
            || typeOf(full).isPresent();
    if (!known) {
      throw bad(
          "names the Python object '%s'; only plain tensors are read, and nothing was run"
              .formatted(printable(full)));
    }
    return new Global(full);
  }

  private static Optional<StorageType> typeOf(String global) {
    return Stream.of(StorageType.values()).filter(t -> global.equals("torch." + t)).findFirst();
  }

  /** A persistent id ('storage', type, key, device, size) stands for the elements of a tensor. */
  Storage storage(Object id) {
    if (id instanceof Tuple tuple
        && tuple.items.size() == 5
        && tuple.items.get(0).equals("storage")
        && tuple.items.get(1) instanceof Global global
        && tuple.items.get(2) instanceof String key
        && tuple.items.get(4) instanceof Long size) {
      final StorageType type =
          typeOf(global.name)
              .orElseThrow(() -> bad("takes '%s' for a tensor's storage".formatted(global.name)));
      if (size < 0) {
        throw bad("describes a storage '%s' of %d elements".formatted(printable(key), size));
      }
      return new Storage(type, key, size);
    }
    throw bad("refers to something that is not a tensor's storage");
  }

  /** Notes which tensor or dictionary a call would have made. */
  Object described(Global function, List<Object> arguments) {
    final String name = function.name;
    if (name.equals(ORDERED_DICT) && arguments.isEmpty()) {
      return new LinkedHashMap<Object, Object>();
    }
    if (name.equals(REBUILD_PARAMETER)
        && !arguments.isEmpty()
        && arguments.get(0) instanceof TensorView view) {
      return view;
    }
    if (name.equals(REBUILD_TENSOR)
        && arguments.size() >= 4
        && arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof Tuple shape
        && arguments.get(3) instanceof Tuple strides) {
      return view(storage, offset, counts(shape), counts(strides));
    }
    throw bad("calls '%s' with arguments that make no plain tensor".formatted(name));
  }

  private TensorView view(Storage storage, long offset, List<Long> shape, List<Long> strides) {
    try {
      long size = 1;
      long last = offset;
      for (int d = 0; d < Math.min(shape.size(), strides.size()); d++) {
        size = Math.multiplyExact(size, shape.get(d));
        last = Math.addExact(last, Math.multiplyExact(shape.get(d) - 1, strides.get(d)));
      }
      if (offset >= 0 && shape.size() == strides.size() && (size == 0 || last < storage.size)) {
        return new TensorView(storage, offset, shape, strides);
      }
    } catch (final ArithmeticException e) {
      throw bad("describes a tensor of shape %s and strides %s".formatted(shape, strides), e);
    }
    throw bad(
        "describes a tensor of shape %s, strides %s, offset %d in a storage of %d elements"
            .formatted(shape, strides, offset, storage.size));
  }

  private List<Long> counts(Tuple tuple) {
    final List<Long> counts = new ArrayList<>();
    for (final Object item : tuple.items) {
      if (!(item instanceof Long count) || count < 0 || counts.size() == MAX_DIMENSIONS) {
        throw bad("a tensor's shape has 0 to 8 dimensions, each with a count of at least 0");
      }
      counts.add(count);
    }
    return List.copyOf(counts);
  }

  private BadDataException bad(String problem) {
    return new BadDataException(path, problem);
  }

  private BadDataException bad(String problem, Exception cause) {
    return new BadDataException(path, problem, cause);
  }

  /** At most 80 characters, none of them a control character. */
  static String printable(String text) {
    final String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 77) + "...";
  }
}
