package org.metasift.course;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a number is the right one; if not, which usual mistake gives it. Near counts as equal,
 * within a tolerance, of which no more is used than a quarter of the way to the nearest mistake: so
 * no mistake passes for the right number. Immutable: {@link #mistake} returns a check that knows
 * one more.
 */
final class NumberCheck {
  private static final double SAME = 1e-9; // relative; two sums of the same numbers

  private final double right;
  private final double tolerance;
  private final Map<Double, String> mistakes;

  NumberCheck(double right, double tolerance) {
    this(right, tolerance, Map.of());
  }

  private NumberCheck(double right, double tolerance, Map<Double, String> mistakes) {
    this.right = right;
    this.tolerance = tolerance;
    this.mistakes = new LinkedHashMap<>(mistakes);
  }

  /**
   * What a check found.
   *
   * @param message what to look at again, or what was found
   */
  record Result(boolean right, String message) {}

  /** One more mistake: who gives this value gets this hint. */
  NumberCheck mistake(double value, String hint) {
    final NumberCheck more = new NumberCheck(right, tolerance, mistakes);
    more.mistakes.putIfAbsent(value, hint);
    return more;
  }

  Result check(double answer) {
    final double least =
        mistakes.keySet().stream()
            .mapToDouble(mistake -> Math.abs(mistake - right))
            .filter(distance -> distance > SAME * Math.max(1, Math.abs(right)))
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    final double near = Math.min(tolerance, least / 4);
    if (Math.abs(answer - right) <= near) { // false for NaN
      return new Result(true, "");
    }
    for (final Map.Entry<Double, String> mistake : mistakes.entrySet()) {
      if (Math.abs(answer - mistake.getKey()) <= near) {
        return new Result(false, mistake.getValue());
      }
    }
    if (right > 0 && Math.abs(100 * answer - right) <= 0.5 * Math.min(1, right)) {
      return new Result(false, "This looks like a fraction; give it in percent: multiply by 100.");
    }
    return new Result(
        false,
        answer < right
            ? "Too small: which images did you count, and what did you divide by?"
            : "Too large: which images did you count, and what did you divide by?");
  }
}
