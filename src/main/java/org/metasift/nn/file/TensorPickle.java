package org.metasift.nn.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.data.BadDataException;

/**
 * Reads the pickle of a PyTorch checkpoint as a description of tensors.
 *
 * <p>A pickle is a program: the general format may name any Python function and call it. This
 * reader has no such power. It knows the opcodes that {@code torch.save} writes for dictionaries of
 * tensors; of names it knows those of three functions and of {@link StorageType}, none of which it
 * calls: it notes what they were given. Any other opcode or name ends the reading. Nothing here
 * recurses, so depth costs no stack.
 */
final class TensorPickle {
  private final Path path;
  private final ByteBuffer code;
  private final PickleStack stack;
  private final PickledTensors tensors;

  private TensorPickle(Path path, byte[] bytes) {
    this.path = path;
    this.code = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.stack = new PickleStack(path);
    this.tensors = new PickledTensors(path);
  }

  /** Python's None. */
  enum None {
    NONE
  }

  /**
   * What the pickle describes: a String, Long, Double, Boolean, {@link None}, {@link
   * PickledTensors.Tuple}, {@link PickledTensors.TensorView}, List or Map (keys: strings, numbers)
   * of those. Lists and maps may contain themselves.
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
        return stack.pop();
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
      case 'N' -> stack.push(None.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'J' -> stack.push((long) code.getInt());
      case 'K' -> stack.push((long) (code.get() & 0xff));
      case 'M' -> stack.push((long) (code.getShort() & 0xffff));
      case 0x8a -> stack.push(longOf(code.get() & 0xff));
      case 'G' -> stack.push(code.order(ByteOrder.BIG_ENDIAN).getDouble());
      case 'X' -> stack.push(text(code.getInt()));
      case 0x8c -> stack.push(text(code.get() & 0xff));
      case 'c' -> stack.push(tensors.global(line(), line()));
      case 0x93 -> {
        final String name = stack.pop(String.class);
        stack.push(tensors.global(stack.pop(String.class), name));
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
      case '}' -> stack.push(new LinkedHashMap<Object, Object>());
      case ']' -> stack.push(new ArrayList<Object>());
      case ')' -> stack.push(new PickledTensors.Tuple(List.of()));
      case 't' -> stack.push(new PickledTensors.Tuple(stack.popMarked()));
      case 0x85, 0x86, 0x87 -> stack.push(new PickledTensors.Tuple(stack.popLast(opcode - 0x84)));
      case 'a' -> {
        final Object item = stack.pop();
        list().add(item);
      }
      case 'e' -> {
        final List<Object> items = stack.popMarked();
        list().addAll(items);
      }
      case 's' -> put(stack.popLast(2));
      case 'u' -> put(stack.popMarked());
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
      case '(' -> stack.mark();
      case 'q' -> stack.remember(code.get() & 0xff);
      case 'r' -> stack.remember(code.getInt());
      case 0x94 -> stack.rememberNext();
      case 'h' -> stack.push(stack.remembered(code.get() & 0xff));
      case 'j' -> stack.push(stack.remembered(code.getInt()));
      case 'Q' -> stack.push(tensors.storage(stack.pop()));
      case 'R' -> stack.push(described());
      case 'b' -> ignoreMetadata();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** REDUCE: what a call would have made. */
  private Object described() {
    final List<Object> arguments = stack.pop(PickledTensors.Tuple.class).items();
    return tensors.described(stack.pop(PickledTensors.Global.class), arguments);
  }

  private void protocol(int version) {
    if (version < 2 || version > 5) {
      throw bad("its pickle has protocol %d; 2 to 5 are read".formatted(version));
    }
  }

  /** BUILD: a module's state dict carries a dictionary of version numbers, of no use here. */
  private void ignoreMetadata() {
    final Object state = stack.pop();
    if (!(state instanceof Map) || !(stack.peek() instanceof Map)) {
      throw bad("sets the state of an object that is not a dictionary");
    }
  }

  private void put(List<Object> pairs) {
    if (!(stack.peek() instanceof Map<?, ?>) || pairs.size() % 2 != 0) {
      throw bad("its pickle puts entries into something that is not a dictionary");
    }
    @SuppressWarnings("unchecked") // made here, with keys and values of any kind
    final Map<Object, Object> map = (Map<Object, Object>) stack.peek();
    for (int i = 0; i < pairs.size(); i += 2) {
      final Object key = pairs.get(i);
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw bad("holds a dictionary whose keys are neither strings nor numbers");
      }
      map.put(key, pairs.get(i + 1));
    }
  }

  private List<Object> list() {
    if (!(stack.peek() instanceof List<?>)) {
      throw bad("its pickle appends to something that is not a list");
    }
    @SuppressWarnings("unchecked") // made here, with items of any kind
    final List<Object> list = (List<Object>) stack.peek();
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

  private BadDataException bad(String problem) {
    return new BadDataException(path, problem);
  }
}
