package org.metasift.compute;

import java.io.Serial;

/**
 * A network that was to learn diverged: its costs or weights are no finite numbers any more, and
 * what follows from them would be chance. The message says which network, where in its training,
 * and what to change. It is no fault of the input's form: a search notes it and goes on.
 */
public final class DivergedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** A whole sentence for the user. */
  public DivergedException(String message) {
    super(message);
  }

  /**
   * A number that training gave.
   *
   * @param value a cost, as a rule, or a weight
   * @param who which network, such as "sifter 2"
   * @param where in its training, such as "epoch 1 of the warm-up"
   * @param remedy what to change
   * @return {@code value}, finite
   * @throws DivergedException when it is not finite
   */
  public static double check(double value, String who, String where, String remedy) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(
          "%s diverged in %s (%s): %s".formatted(who, where, value, remedy));
    }
    return value;
  }

  /** The remedy for most: to lower this rate. */
  public static String lower(String name, double rate) {
    return "lower the %s, which is %s".formatted(name, rate);
  }
}
