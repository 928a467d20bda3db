package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * A value x with its tangent ẋ: the derivative of x along one direction of what it was computed
 * from. A chain of dual operations carries the directional derivative along with the value,
 * exactly, from ordinary first-order operations (forward-mode differentiation).
 *
 * @param value x
 * @param tangent ẋ, of x's shape or one that broadcasts to it; null stands for zero
 */
public record Dual(NDArray value, NDArray tangent) {
  /** A value that does not move: its tangent is zero. */
  public static Dual still(NDArray value) {
    return new Dual(value, null);
  }

  /** Whether the tangent is something else than zero. */
  public boolean moves() {
    return tangent != null;
  }

  /** Adds two duals of one shape. */
  public Dual plus(Dual other) {
    return new Dual(value.add(other.value), sum(tangent, other.tangent));
  }

  /** Frees both arrays at once, instead of with their manager. */
  void release() {
    value.close();
    if (tangent != null) {
      tangent.close();
    }
  }

  /**
   * A number as an array that the engine itself owns, for operations that are recorded for a
   * gradient.
   *
   * <p>An operation with a plain number, such as {@code mul(0.5)}, makes a passing array over Java
   * memory and drops it; the record still points there, and the gradient is wrong or NaN once the
   * garbage collector has been by.
   *
   * @param like whose manager owns the number
   */
  public static NDArray number(NDArray like, double value) {
    return like.getManager().ones(new Shape()).muli(value);
  }

  static NDArray sum(NDArray a, NDArray b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : a.add(b);
  }
}
