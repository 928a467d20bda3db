package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * How one forward pass treats the layers that behave differently in training.
 *
 * <table>
 * <caption>The three kinds of pass</caption>
 * <tr><th></th><th>batch normalisation by</th><th>running statistics</th><th>dropout</th></tr>
 * <tr><td>{@link #evaluation}</td><td>running statistics</td><td>kept</td><td>none</td></tr>
 * <tr><td>{@link #training}</td><td>the batch</td><td>updated</td><td>random</td></tr>
 * <tr><td>{@link #shadow}</td><td>the batch</td><td>kept</td><td>random</td></tr>
 * </table>
 *
 * <p>Of the several passes of one step exactly one is a training pass: letting the others touch the
 * running statistics moves the accuracy of a purified network by whole points. Passes that must see
 * the same dropout (all those of one hypergradient) share one pass object: its masks are drawn
 * once.
 */
public final class Pass {
  private final boolean batchStatistics;
  private final boolean updateStatistics;
  private final Map<String, NDArray> masks = new HashMap<>();

  private Pass(boolean batchStatistics, boolean updateStatistics) {
    this.batchStatistics = batchStatistics;
    this.updateStatistics = updateStatistics;
  }

  /** A pass that judges: running statistics, no dropout, intermediate values freed on the way. */
  public static Pass evaluation() {
    return new Pass(false, false);
  }

  /** The one pass of a training step that updates the running statistics. */
  public static Pass training() {
    return new Pass(true, true);
  }

  /** A further pass of a training step: as {@link #training}, without leaving a trace. */
  public static Pass shadow() {
    return new Pass(true, false);
  }

  boolean batchStatistics() {
    return batchStatistics;
  }

  boolean updateStatistics() {
    return updateStatistics;
  }

  boolean releases() {
    return !batchStatistics;
  }

  /**
   * The dropout mask of a layer: 0 with probability {@code rate}, else 1 / (1 - rate). Drawn from
   * the engine's generator at the first call, and lives as long as the manager of {@code like}.
   */
  NDArray mask(String layer, NDArray like, float rate) {
    return masks.computeIfAbsent(
        layer,
        name -> {
          final Shape shape = like.getShape();
          return like.getManager()
              .randomUniform(0f, 1f, shape)
              .gte(rate)
              .toType(like.getDataType(), false)
              .mul(1f / (1f - rate));
        });
  }
}
