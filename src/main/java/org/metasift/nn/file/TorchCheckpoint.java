package org.metasift.nn.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.metasift.data.BadDataException;
import org.metasift.nn.file.PickledTensors.Storage;
import org.metasift.nn.file.PickledTensors.TensorView;

/**
 * Reads the weights in a file of {@code torch.save} (PyTorch 1.6 and newer), without Python and
 * without trust: a checkpoint is a zip file of raw numbers beside a pickle, and a pickle can hold a
 * program. Whatever is not a plain tensor is refused before it is looked at ({@link TensorPickle}).
 *
 * <p>Memory stays within a small multiple of the file's size: entries must be stored uncompressed,
 * as PyTorch writes them, their sizes must match what the pickle declares, and views may not blow
 * up what is stored.
 */
public final class TorchCheckpoint {
  private static final int MAX_PICKLE_BYTES = 4 << 20;
  private static final long MAX_STORAGE_BYTES = 1L << 30;
  private static final List<String> WRAPPERS =
      List.of("state_dict", "model_state_dict", "model", "net");

  private final Path path;
  private final ZipFile zip;
  private final String folder;
  private final ByteOrder order;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private long bytesLeft;

  private TorchCheckpoint(Path path, ZipFile zip) throws IOException {
    this.path = path;
    this.zip = zip;
    this.bytesLeft = Files.size(path);
    final List<String> pickles =
        zip.stream().map(ZipEntry::getName).filter(n -> n.matches("([^/]+/)?data\\.pkl")).toList();
    if (pickles.size() != 1) {
      throw new BadDataException(
          path,
          "is not a PyTorch checkpoint: it holds %d entries data.pkl".formatted(pickles.size()));
    }
    this.folder = pickles.get(0).replace("data.pkl", "");
    this.order = order();
  }

  /**
   * The tensors of a state dict by name, in the file's order, as float32: halves are widened,
   * doubles and whole numbers rounded. A dictionary inside 'state_dict', 'model_state_dict',
   * 'model' or 'net' is unwrapped. Parts of names that wrappers add are dropped: 'module.' (of
   * parallel training), '_orig_mod.' (of torch.compile) and the like.
   *
   * @param pth a file written by {@code torch.save(model.state_dict(), pth)}, whatever its ending
   * @throws BadDataException when the file is missing, damaged, not a checkpoint, holds something
   *     other than tensors, or names any Python function that a state dict does not need
   */
  public static Map<String, Tensor> read(Path pth) {
    if (WeightFormat.of(pth) != WeightFormat.CHECKPOINT) {
      throw new BadDataException(pth, "is not a PyTorch checkpoint: it is a safetensors file");
    }
    try (ZipFile zip = new ZipFile(pth.toFile())) {
      return new TorchCheckpoint(pth, zip).tensors();
    } catch (final IOException | IllegalArgumentException | ArithmeticException e) {
      throw new BadDataException(
          pth, "cannot be read as a PyTorch checkpoint; it is cut off or damaged", e);
    }
  }

  private Map<String, Tensor> tensors() throws IOException {
    final Map<String, TensorView> views = views(unwrap(pickle()));
    final Map<String, Storage> used = new HashMap<>();
    long elements = 0;
    for (final TensorView view : views.values()) {
      final Storage other = used.putIfAbsent(view.storage().key(), view.storage());
      if (other != null && !other.equals(view.storage())) {
        throw bad(
            "describes storage %s in two ways".formatted(PickledTensors.printable(other.key())));
      }
      elements = Math.addExact(elements, size(view));
    }
    long stored = 0;
    for (final Storage storage : used.values()) {
      stored += storage(storage).capacity() / storage.type().bytes();
    }
    if (elements > 4 * stored + 1024) {
      throw bad(
          "its tensors would have %,d elements, of which %,d are stored"
              .formatted(elements, stored));
    }
    final Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (final Map.Entry<String, TensorView> entry : views.entrySet()) {
      tensors.put(entry.getKey(), tensor(entry.getValue()));
    }
    return tensors;
  }

  private Object pickle() throws IOException {
    return TensorPickle.read(path, bytes(folder + "data.pkl", MAX_PICKLE_BYTES));
  }

  private Map<?, ?> unwrap(Object root) {
    if (!(root instanceof Map<?, ?> map)) {
      throw bad("holds no dictionary of tensors");
    }
    return WRAPPERS.stream()
        .map(map::get)
        .filter(Map.class::isInstance)
        .<Map<?, ?>>map(inner -> (Map<?, ?>) inner)
        .findFirst()
        .orElse(map);
  }

  private Map<String, TensorView> views(Map<?, ?> dictionary) {
    final Map<String, TensorView> views = new LinkedHashMap<>();
    final TreeSet<String> others = new TreeSet<>();
    for (final Map.Entry<?, ?> entry : dictionary.entrySet()) {
      final String name = entry.getKey().toString();
      if (entry.getValue() instanceof TensorView view) {
        views.put(name, view);
      } else {
        others.add(name);
      }
    }
    if (!others.isEmpty()) {
      throw bad(
          "holds entries that are not tensors: %s; save model.state_dict() alone"
              .formatted(WeightNames.few(others)));
    }
    if (views.isEmpty()) {
      throw bad("holds no tensors");
    }
    return WeightNames.unwrapped(path, views);
  }

  private static long size(TensorView view) {
    return view.shape().stream().reduce(1L, Math::multiplyExact);
  }

  private Tensor tensor(TensorView view) throws IOException {
    final ByteBuffer storage = storage(view.storage());
    final StorageType type = view.storage().type();
    final long[] shape = view.shape().stream().mapToLong(Long::longValue).toArray();
    final float[] values = new float[Math.toIntExact(size(view))];
    final long[] index = new long[shape.length];
    long at = view.offset();
    for (int i = 0; i < values.length; i++) {
      values[i] = type.at(storage, (int) at);
      for (int d = shape.length - 1; d >= 0; d--) {
        at += view.strides().get(d);
        if (++index[d] < shape[d]) {
          break;
        }
        at -= shape[d] * view.strides().get(d);
        index[d] = 0;
      }
    }
    return new Tensor(shape, values);
  }

  private ByteBuffer storage(Storage storage) throws IOException {
    final ByteBuffer known = storages.get(storage.key());
    if (known != null) {
      return known;
    }
    final byte[] bytes = bytes(folder + "data/" + storage.key(), MAX_STORAGE_BYTES);
    if (storage.size() != bytes.length / storage.type().bytes()
        || bytes.length % storage.type().bytes() != 0) {
      throw bad(
          "its entry data/%s has %d bytes; %d elements of %s were declared"
              .formatted(storage.key(), bytes.length, storage.size(), storage.type()));
    }
    final ByteBuffer made = ByteBuffer.wrap(bytes).order(order);
    storages.put(storage.key(), made);
    return made;
  }

  /** Reads an entry; what has been read of all entries never exceeds the length of the file. */
  private byte[] bytes(String name, long limit) throws IOException {
    final ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw bad("lacks its entry '%s'".formatted(name));
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw bad("its entry '%s' is compressed; PyTorch stores them as they are".formatted(name));
    }
    bytesLeft -= entry.getSize();
    if (entry.getSize() < 0 || entry.getSize() > limit || bytesLeft < 0) {
      throw bad(
          "its entry '%s' claims %,d bytes, more than is allowed".formatted(name, entry.getSize()));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      final byte[] bytes = in.readNBytes((int) entry.getSize());
      if (bytes.length != entry.getSize()) {
        throw bad("its entry '%s' is cut off".formatted(name));
      }
      return bytes;
    }
  }

  private ByteOrder order() throws IOException {
    if (zip.getEntry(folder + "byteorder") == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    final String name = new String(bytes(folder + "byteorder", 16), StandardCharsets.UTF_8).strip();
    return switch (name) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw bad("its byte order '%s' is neither little nor big".formatted(name));
    };
  }

  private BadDataException bad(String problem) {
    return new BadDataException(path, problem);
  }
}
