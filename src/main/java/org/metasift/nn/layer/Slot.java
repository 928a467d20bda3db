package org.metasift.nn.layer;

/**
 * A place for weights that a layer declares.
 *
 * @param name the name in the state dictionary, PyTorch's
 * @param shape the shape
 * @param kind what it is and how it starts
 * @param fanIn the number of inputs of one output; weights start uniformly in +-1/sqrt(fanIn)
 */
@SuppressWarnings("ArrayRecordComponent") // a shape, as the engine takes it
public record Slot(String name, long[] shape, Kind kind, int fanIn) {
  public enum Kind {
    /** A parameter that starts random. */
    RANDOM,
    /** A parameter that starts at one. */
    ONES,
    /** A parameter that starts at zero. */
    ZEROS,
    /** A running mean: no parameter, starts at zero. */
    MEAN,
    /** A running variance: no parameter, starts at one. */
    VARIANCE;

    public boolean isParameter() {
      return this == RANDOM || this == ONES || this == ZEROS;
    }
  }

  static Slot random(String name, int fanIn, long... shape) {
    return new Slot(name, shape, Kind.RANDOM, fanIn);
  }

  public static Slot of(String name, Kind kind, long... shape) {
    return new Slot(name, shape, kind, 1);
  }
}
