package org.metasift.course;

import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a check says of an answer.
 *
 * @param exercise its name, such as "1 plant a backdoor"
 * @param state how far it is
 * @param message for the person who answered: what was found, or what to look at again; it does not
 *     give the answer away
 */
public record Verdict(String exercise, State state, String message) {
  /** How far an exercise is. */
  public enum State {
    /** There is no answer. */
    OPEN("not answered yet"),
    /** The answer is not right. */
    WRONG("not yet"),
    /** The answer is right. */
    RIGHT("right");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Several verdicts as a table. */
  public static Table table(Verdict... verdicts) {
    final List<Verdict> all = List.of(verdicts);
    final long right = all.stream().filter(one -> one.state() == State.RIGHT).count();
    return Table.create(
        "%d of %d exercises are right".formatted(right, all.size()),
        StringColumn.create("exercise", all.stream().map(Verdict::exercise).toList()),
        StringColumn.create("answer", all.stream().map(one -> one.state().toString()).toList()));
  }

  @Override
  public String toString() {
    return "Exercise %s: %s.%s"
        .formatted(exercise, state, message.isEmpty() ? "" : System.lineSeparator() + message);
  }
}
