package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights that one forward pass uses: parameters, each with an optional tangent, and the
 * running statistics of batch normalisation. It owns no memory: the arrays belong to their
 * managers.
 */
public final class Weights {
  private final Map<String, Dual> parameters;
  private final Map<String, NDArray> statistics;

  public Weights(Map<String, Dual> parameters, Map<String, NDArray> statistics) {
    this.parameters = parameters;
    this.statistics = statistics;
  }

  public Dual parameter(String name) {
    return parameters.get(name);
  }

  /** Whether a parameter has a tangent. */
  public boolean move() {
    return parameters.values().stream().anyMatch(Dual::moves);
  }

  public NDArray statistic(String name) {
    return statistics.get(name);
  }

  /** The value of each parameter by name, in the network's order. */
  public Map<String, NDArray> values() {
    final Map<String, NDArray> values = new LinkedHashMap<>();
    parameters.forEach((name, dual) -> values.put(name, dual.value()));
    return values;
  }

  /** The same weights with other values for some parameters; tangents are dropped there. */
  public Weights with(Map<String, NDArray> values) {
    final Map<String, Dual> next = new LinkedHashMap<>(parameters);
    values.forEach((name, value) -> next.put(name, Dual.still(value)));
    return new Weights(next, statistics);
  }

  /** The same weights, moving along these tangents; parameters not named stay still. */
  public Weights moving(Map<String, NDArray> tangents) {
    final Map<String, Dual> next = new LinkedHashMap<>();
    parameters.forEach((name, dual) -> next.put(name, new Dual(dual.value(), tangents.get(name))));
    return new Weights(next, statistics);
  }
}
