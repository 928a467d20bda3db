package org.metasift.data.array;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.links.SoftLink;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.metasift.data.BadDataException;

/**
 * The data sets of an HDF5 file by their names, those inside a group as in {@code train/images}.
 * Soft links are followed within the file; external ones, and those that lead nowhere, are not.
 */
public final class H5Tree {
  private static final int DEEPEST = 64;
  private static final int MOST = 100_000;

  private final Path path;
  private final Deque<Long> open = new ArrayDeque<>(); // addresses of the groups around
  private final Map<String, Dataset> sets = new TreeMap<>();
  private final Map<String, String> links = new TreeMap<>();

  private int groups;

  /**
   * Walks through a file.
   *
   * @throws BadDataException when it has groups in groups without an end
   */
  public H5Tree(Path path, Group root) {
    this.path = path;
    collect(root, "");
  }

  /** The data sets. */
  public Map<String, Dataset> sets() {
    return sets;
  }

  /** Where links lead that are not followed. */
  public Map<String, String> links() {
    return links;
  }

  private void collect(Group group, String place) {
    if (open.contains(group.getAddress())) {
      return; // a circle
    }
    if (open.size() > DEEPEST) {
      throw new BadDataException(
          path, "has groups inside each other, %d deep or in a circle".formatted(open.size()));
    }
    if (++groups > MOST) {
      throw new BadDataException(path, "has more than %,d groups".formatted(MOST));
    }
    open.push(group.getAddress());
    for (final Map.Entry<String, Node> child : group.getChildren().entrySet()) {
      take(place + child.getKey(), child.getValue());
    }
    open.pop();
  }

  private void take(String name, Node node) {
    if (node instanceof Dataset dataset) {
      sets.put(name, dataset);
    } else if (node instanceof Group inside) {
      collect(inside, name + "/");
    } else if (node instanceof Link link) {
      final Node target = target(link);
      if (target == null) {
        links.put(name, link.getTargetPath());
      } else {
        take(name, target);
      }
    }
  }

  /** jHDF takes the path of every soft link as beginning at the root. */
  private static Node target(Link link) {
    if (!(link instanceof SoftLink)) {
      return null;
    }
    final String to = link.getTargetPath();
    try {
      final Node target =
          to.startsWith("/") || link.getParent() == null
              ? link.getHdfFile().getByPath(to)
              : link.getParent().getByPath(to);
      return target instanceof Link || target.getHdfFile() != link.getHdfFile() ? null : target;
    } catch (final RuntimeException | StackOverflowError e) {
      return null; // leads nowhere, or to itself
    }
  }
}
