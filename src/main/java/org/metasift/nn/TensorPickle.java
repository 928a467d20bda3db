package org.metasift.nn;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.metasift.data.BadDataException;

/**
 * Reads the pickle of a PyTorch checkpoint as a description of tensors.
 *
 * <p>A pickle is a program: the general format may name any Python function and call it. This
 * reader has no such power. It knows the opcodes that {@code torch.save} writes for dictionaries of
 * tensors; of functions it knows four names, none of which it calls: it notes what they were given.
 * Any other opcode or name ends the reading. Nothing here recurses, so depth costs no stack.
 */
final class TensorPickle {
  private static final String REBUILD_TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String REBUILD_PARAMETER = "torch._utils._rebuild_parameter";
  private static final String ORDERED_DICT = "collections.OrderedDict";
  private static final int MAX_DIMENSIONS = 8;

  private final Path path;
  private final ByteBuffer code;
  private final Map<Integer, Object> memo = new HashMap<>();
  private List<Object> stack = new ArrayList<>();
  private final Deque<List<Object>> marks = new ArrayDeque<>();

  private TensorPickle(Path path, byte[] bytes) {
    this.path = path;
    this.code = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Python's None. */
  enum None {
    NONE
  }

  /** Python's tuple. */
  record Tuple(List<Object> items) {}

  /** The elements of one or more tensors: an entry {@code data/key} of the file. */
  record Storage(StorageType type, String key, long size) {}

  /** A tensor as a view of a storage: element (i, j, ..) lies at offset + i strides[0] + .. */
  record View(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

  private record Global(String name) {}

  /**
   * What the pickle describes: a String, Long, Double, Boolean, {@link None}, {@link Tuple}, {@link
   * View}, List or Map (keys: strings, numbers) of those. Lists and maps may contain themselves.
   *
   * @param path the checkpoint, for messages
   * @throws BadDataException when it is cut off, malformed, or holds anything but plain tensors
   */
  static Object read(Path path, byte[] bytes) {
    final TensorPickle pickle = new TensorPickle(path, bytes);
    try {
      return pickle.run();
    } catch (final BufferUnderflowException e) {
      throw new BadDataException(path, "its pickle ends too early; the file is cut off", e);
    }
  }

  private Object run() {
    while (true) {
      final int at = code.position();
      final int opcode = code.get() & 0xff;
      if (opcode == '.') {
        return pop();
      }
      if (!value(opcode) && !container(opcode) && !structure(opcode)) {
        throw bad(
            "holds pickle opcode 0x%02x at byte %d, which a file of plain tensors never needs"
                .formatted(opcode, at));
      }
    }
  }

  private boolean value(int opcode) {
    switch (opcode) {
      case 'N' -> push(None.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) code.getInt());
      case 'K' -> push((long) (code.get() & 0xff));
      case 'M' -> push((long) (code.getShort() & 0xffff));
      case 0x8a -> push(longOf(code.get() & 0xff));
      case 'G' -> push(code.order(ByteOrder.BIG_ENDIAN).getDouble());
      case 'X' -> push(text(code.getInt()));
      case 0x8c -> push(text(code.get() & 0xff));
      case 'c' -> push(global(line(), line()));
      case 0x93 -> {
        final String name = pop(String.class);
        push(global(pop(String.class), name));
      }
      default -> {
        return false;
      }
    }
    code.order(ByteOrder.LITTLE_ENDIAN);
    return true;
  }

  private boolean container(int opcode) {
    switch (opcode) {
      case '}' -> push(new LinkedHashMap<Object, Object>());
      case ']' -> push(new ArrayList<Object>());
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popMarked()));
      case 0x85, 0x86, 0x87 -> push(new Tuple(popLast(opcode - 0x84)));
      case 'a' -> {
        final Object item = pop();
        list().add(item);
      }
      case 'e' -> {
        final List<Object> items = popMarked();
        list().addAll(items);
      }
      case 's' -> put(popLast(2));
      case 'u' -> put(popMarked());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean structure(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(code.get() & 0xff);
      case 0x95 -> code.getLong(); // FRAME: a length, of use to streams only
      case '(' -> {
        marks.push(stack);
        stack = new ArrayList<>();
      }
      case 'q' -> memo.put(code.get() & 0xff, peek());
      case 'r' -> memo.put(code.getInt(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> push(remembered(code.get() & 0xff));
      case 'j' -> push(remembered(code.getInt()));
      case 'Q' -> push(storage(pop()));
      case 'R' -> push(described());
      case 'b' -> ignoreMetadata();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void protocol(int version) {
    if (version < 2 || version > 5) {
      throw bad("its pickle has protocol %d; 2 to 5 are read".formatted(version));
    }
  }

  /** Lets through the names of the allow-list; all others end the reading before any use. */
  private Global global(String module, String name) {
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
  private Storage storage(Object id) {
    if (id instanceof Tuple tuple
        && tuple.items.size() == 5
        && tuple.items.get(0).equals("storage")
        && tuple.items.get(1) instanceof Global global
        && tuple.items.get(2) instanceof String key
        && tuple.items.get(4) instanceof Long size) {
      final StorageType type =
          typeOf(global.name)
              .orElseThrow(() -> bad("takes '%s' for a tensor's storage".formatted(global.name)));
      if (!key.matches("[0-9]{1,9}") || size < 0) {
        throw bad("describes a storage '%s' of %d elements".formatted(printable(key), size));
      }
      return new Storage(type, key, size);
    }
    throw bad("refers to something that is not a tensor's storage");
  }

  /** REDUCE: notes which tensor or dictionary the call would have made. */
  private Object described() {
    final List<Object> arguments = pop(Tuple.class).items;
    final String name = pop(Global.class).name;
    if (name.equals(ORDERED_DICT) && arguments.isEmpty()) {
      return new LinkedHashMap<Object, Object>();
    }
    if (name.equals(REBUILD_PARAMETER)
        && !arguments.isEmpty()
        && arguments.get(0) instanceof View view) {
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

  private View view(Storage storage, long offset, List<Long> shape, List<Long> strides) {
    try {
      long size = 1;
      long last = offset;
      for (int d = 0; d < Math.min(shape.size(), strides.size()); d++) {
        size = Math.multiplyExact(size, shape.get(d));
        last = Math.addExact(last, Math.multiplyExact(shape.get(d) - 1, strides.get(d)));
      }
      if (offset >= 0 && shape.size() == strides.size() && (size == 0 || last < storage.size)) {
        return new View(storage, offset, shape, strides);
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

  /** BUILD: a module's state dict carries a dictionary of version numbers, of no use here. */
  private void ignoreMetadata() {
    final Object state = pop();
    if (!(state instanceof Map) || !(peek() instanceof Map)) {
      throw bad("sets the state of an object that is no dictionary");
    }
  }

  private void put(List<Object> pairs) {
    if (!(peek() instanceof Map<?, ?>) || pairs.size() % 2 != 0) {
      throw bad("its pickle puts entries into something that is no dictionary");
    }
    @SuppressWarnings("unchecked") // made here, with keys and values of any kind
    final Map<Object, Object> map = (Map<Object, Object>) peek();
    for (int i = 0; i < pairs.size(); i += 2) {
      final Object key = pairs.get(i);
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw bad("holds a dictionary whose keys are neither strings nor numbers");
      }
      map.put(key, pairs.get(i + 1));
    }
  }

  private List<Object> list() {
    if (!(peek() instanceof List<?>)) {
      throw bad("its pickle appends to something that is no list");
    }
    @SuppressWarnings("unchecked") // made here, with items of any kind
    final List<Object> list = (List<Object>) peek();
    return list;
  }

  private long longOf(int bytes) {
    if (bytes > 8) {
      throw bad("holds a whole number of %d bytes; 8 are allowed".formatted(bytes));
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (code.get() & 0xffL) << (8 * i);
    }
    final int unused = 64 - 8 * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  private String text(int length) {
    if (length < 0 || length > code.remaining()) {
      throw new BufferUnderflowException();
    }
    final byte[] bytes = new byte[length];
    code.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() {
    final int start = code.position();
    while (code.get() != '\n') {
      // to the end of the line
    }
    return new String(
        code.array(), start, code.position() - start - 1, StandardCharsets.ISO_8859_1);
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object peek() {
    if (stack.isEmpty()) {
      throw bad("its pickle takes more from its stack than it put there");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    final Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  private <T> T pop(Class<T> type) {
    final Object top = pop();
    if (!type.isInstance(top)) {
      throw bad("its pickle is malformed before byte %d".formatted(code.position()));
    }
    return type.cast(top);
  }

  private List<Object> popLast(int count) {
    if (stack.size() < count) {
      throw bad("its pickle takes more from its stack than it put there");
    }
    final List<Object> tail = stack.subList(stack.size() - count, stack.size());
    final List<Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  private List<Object> popMarked() {
    if (marks.isEmpty()) {
      throw bad("its pickle closes a group that it never opened");
    }
    final List<Object> items = stack;
    stack = marks.pop();
    return items;
  }

  private Object remembered(int index) {
    if (!memo.containsKey(index)) {
      throw bad("its pickle refers to entry %d, which it never stored".formatted(index));
    }
    return memo.get(index);
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
