package org.metasift.eval;

import java.util.Comparator;
import java.util.List;
import org.metasift.data.ImageSet;
import org.metasift.sift.panel.ClassEvidence;
import org.metasift.sift.panel.PanelFindings;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The classes in which a panel finds the most, as a table. */
public final class StandingOut {
  private static final int CLASSES = 10;

  private StandingOut() {}

  /**
   * A row for each of the ten classes of which the largest part looks like others or bears one
   * pattern; none for classes without such images.
   */
  public static Table table(PanelFindings findings, ImageSet images) {
    final List<ClassEvidence> most =
        findings.classes().stream()
            .filter(one -> one.misplaced() + one.patterned() > 0)
            .sorted(Comparator.comparingDouble(ClassEvidence::share).reversed())
            .limit(CLASSES)
            .toList();
    final Table table =
        Table.create(
            "Classes in which the panel finds the most",
            StringColumn.create("class"),
            IntColumn.create("images"),
            IntColumn.create("look like others to some"),
            IntColumn.create("to nearly all"),
            StringColumn.create("mostly like"),
            IntColumn.create("others like it"),
            IntColumn.create("lie off along a pattern"),
            StringColumn.create("stands out"));
    for (final ClassEvidence one : most) {
      table.stringColumn("class").append(images.classNames().get(one.label()));
      table.intColumn("images").append(one.images());
      table.intColumn("look like others to some").append(one.images() - one.misplacedBy().get(0));
      table.intColumn("to nearly all").append(one.misplaced());
      table
          .stringColumn("mostly like")
          .append(one.takenFor() < 0 ? "" : images.classNames().get(one.takenFor()));
      table.intColumn("others like it").append(one.arrivals());
      table.intColumn("lie off along a pattern").append(one.patterned());
      table.stringColumn("stands out").append(one.standsOut() ? "yes" : "no");
    }
    return table;
  }
}
