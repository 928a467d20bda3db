package org.metasift.nn.file;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metasift.data.BadDataException;

/** The stack on which a pickle builds its values, with its marks and its memory. */
final class PickleStack {
  private final Path path;
  private final Map<Integer, Object> memo = new HashMap<>();
  private List<Object> stack = new ArrayList<>();
  private final Deque<List<Object>> marks = new ArrayDeque<>();

  /**
   * An empty stack.
   *
   * @param path the checkpoint, for messages
   */
  PickleStack(Path path) {
    this.path = path;
  }

  void push(Object value) {
    stack.add(value);
  }

  Object peek() {
    if (stack.isEmpty()) {
      throw bad("its pickle takes more from its stack than it put there");
    }
    return stack.get(stack.size() - 1);
  }

  Object pop() {
    final Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  <T> T pop(Class<T> type) {
    final Object top = pop();
    if (!type.isInstance(top)) {
      throw bad(
          "its pickle is malformed: a %s stands where a %s is needed"
              .formatted(top.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(top);
  }

  List<Object> popLast(int count) {
    if (stack.size() < count) {
      throw bad("its pickle takes more from its stack than it put there");
    }
    final List<Object> tail = stack.subList(stack.size() - count, stack.size());
    final List<Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  List<Object> popMarked() {
    if (marks.isEmpty()) {
      throw bad("its pickle closes a group that it never opened");
    }
    final List<Object> items = stack;
    stack = marks.pop();
    return items;
  }

  /** Opens a group that {@link #popMarked} closes. */
  void mark() {
    marks.push(stack);
    stack = new ArrayList<>();
  }

  void remember(int index) {
    memo.put(index, peek());
  }

  void rememberNext() {
    remember(memo.size());
  }

  Object remembered(int index) {
    if (!memo.containsKey(index)) {
      throw bad("its pickle refers to entry %d, which it never stored".formatted(index));
    }
    return memo.get(index);
  }

  private BadDataException bad(String problem) {
    return new BadDataException(path, problem);
  }
}
