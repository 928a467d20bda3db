package org.metasift.nn.file;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.data.BadDataException;

/** The names of weights, without what a wrapper around the network or a part of it adds. */
public final class WeightNames {
  private static final Set<String> WRAPPERS =
      Set.of("module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module");
  private static final int SHOWN = 3;

  private WeightNames() {}

  /**
   * The same values, their names without the parts 'module' (of parallel training), '_orig_mod' (of
   * torch.compile) and the like, wherever in a name they stand.
   *
   * @throws BadDataException when two names become one
   */
  public static <T> Map<String, T> unwrapped(Path file, Map<String, T> weights) {
    final Map<String, T> plain = new LinkedHashMap<>();
    weights.forEach(
        (name, value) -> {
          final String without =
              Stream.of(name.split("\\.", -1))
                  .filter(part -> !WRAPPERS.contains(part))
                  .collect(Collectors.joining("."));
          if (plain.putIfAbsent(without, value) != null) {
            throw new BadDataException(
                file,
                "names '%s' twice, with and without a part such as 'module.'"
                    .formatted(PickledTensors.printable(without)));
          }
        });
    return plain;
  }

  /** Without the first part of the names, such as 'model.', where all have the same one. */
  public static <T> Map<String, T> withoutCommonPart(Map<String, T> weights) {
    if (weights.isEmpty()) {
      return weights;
    }
    final String first = weights.keySet().iterator().next();
    final String part = first.substring(0, first.indexOf('.') + 1);
    if (part.isEmpty() || !weights.keySet().stream().allMatch(name -> name.startsWith(part))) {
      return weights;
    }
    final Map<String, T> shorter = new LinkedHashMap<>();
    weights.forEach((name, value) -> shorter.put(name.substring(part.length()), value));
    return shorter;
  }

  /** A few names, and how many more there are. */
  public static String few(Collection<String> names) {
    final String shown =
        names.stream()
            .limit(SHOWN)
            .map(name -> "'" + PickledTensors.printable(name) + "'")
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "none"
        : names.size() <= SHOWN ? shown : "%s and %,d more".formatted(shown, names.size() - SHOWN);
  }
}
