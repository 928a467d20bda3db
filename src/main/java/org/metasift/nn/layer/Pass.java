package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;

/**
 * How one forward pass treats the layers that behave differently in training.
 *
 * <table>
 * <caption>The three kinds of pass</caption>
 * <tr><th></th><th>batch normalisation by</th><th>running statistics</th><th>dropout</th></tr>
 * <tr><td>{@link #evaluation}, {@link #frozen}</td><td>running statistics</td><td>kept</td><td>none</td></tr>
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
  private final boolean releases;
  private final NDManager keeper;
  private final Map<String, NDArray> masks;

  private Pass(
      boolean batchStatistics,
      boolean updateStatistics,
      boolean releases,
      NDManager keeper,
      Map<String, NDArray> masks) {
    this.batchStatistics = batchStatistics;
    this.updateStatistics = updateStatistics;
    this.releases = releases;
    this.keeper = keeper;
    this.masks = masks;
  }

  /** A pass that judges: running statistics, no dropout, intermediate values freed on the way. */
  public static Pass evaluation() {
    return new Pass(false, false, true, null, new HashMap<>());
  }

  /** As {@link #evaluation}, with the intermediate values kept: for gradients by the images. */
  public static Pass frozen() {
    return new Pass(false, false, false, null, new HashMap<>());
  }

  /** The one pass of a training step that updates the running statistics. */
  public static Pass training() {
    return new Pass(true, true, false, null, new HashMap<>());
  }

  /** A further pass of a training step: as {@link #training}, without leaving a trace. */
  public static Pass shadow() {
    return new Pass(true, false, false, null, new HashMap<>());
  }

  /**
   * As {@link #shadow}, for several forward passes with the same dropout.
   *
   * @param keeper owns the masks; it must outlive the passes
   */
  public static Pass shadow(NDManager keeper) {
    return new Pass(true, false, false, keeper, new HashMap<>());
  }

  /** A pass that updates the running statistics and shares this one's dropout masks. */
  public Pass updating() {
    return new Pass(true, true, false, keeper, masks);
  }

  /** The same pass with dropout switched off, for comparisons that must not depend on chance. */
  public Pass withoutDropout() {
    return new Pass(batchStatistics, updateStatistics, releases, keeper, null);
  }

  boolean dropsOut() {
    return batchStatistics && masks != null;
  }

  public boolean batchStatistics() {
    return batchStatistics;
  }

  public boolean updateStatistics() {
    return updateStatistics;
  }

  boolean releases() {
    return releases;
  }

  /**
   * Frees a value between two layers early, unless it is the input of the chain (the caller's) or
   * went through unchanged: with a graph to record the values must stay.
   */
  @SuppressWarnings("ReferenceEquality") // the question is whether they are the same arrays
  public void releaseBetween(Dual input, Dual current, Dual next) {
    if (releases() && current != input && next != current) {
      current.release();
    }
  }

  /**
   * The dropout mask of a layer: 0 with probability {@code rate}, else 1 / (1 - rate). Drawn from
   * the engine's generator at the first call.
   */
  NDArray mask(String layer, NDArray like, float rate) {
    return masks.computeIfAbsent(
        layer,
        name -> {
          try (NDManager scratch = like.getManager().newSubManager()) {
            final NDArray mask =
                scratch.randomUniform(0f, 1f, like.getShape()).gte(rate).mul(1f / (1f - rate));
            mask.attach(keeper == null ? like.getManager() : keeper);
            return mask;
          }
        });
  }
}
