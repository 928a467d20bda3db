package org.metasift.data.array;

/** Numbers of 16 bits; the JDK has this conversion only from version 20 on. */
public final class Float16 {
  private Float16() {}

  /** The value of an IEEE 754 number of 16 bits: 1 of sign, 5 of exponent, 10 of fraction. */
  public static double value(short bits) {
    final int exponent = bits >> 10 & 0x1f;
    final int fraction = bits & 0x3ff;
    final double size =
        switch (exponent) {
          case 0 -> Math.scalb((double) fraction, -24);
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb(1024.0 + fraction, exponent - 25);
        };
    return bits < 0 ? -size : size;
  }
}
