package org.metasift.eval;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** The figures of the paper's tables, to compare ours with. */
public final class PaperFigures {
  private PaperFigures() {}

  /**
   * GTSRB under each attack, no defence: attack, paper ACC (%), paper ASR (%); for Clean-Label the
   * paper itself found an ASR of 6.41.
   */
  public static Table attacks() {
    return read("paper_attacks.csv").setName("The paper's networks under attack (GTSRB)");
  }

  /** NCR of 1,000 picks from CIFAR-10 in percent: attack, then a column a sifter. */
  public static Table sifters() {
    return read("paper_sifters.csv").setName("The paper's NCR in percent (CIFAR-10)");
  }

  /**
   * Results with the paper's figures for the same attacks beside them, in the order given.
   *
   * @param results with a column "attack", as the table of a check of attacks has
   */
  public static Table beside(Table results) {
    final Table paper = attacks();
    final Table both = results.copy();
    for (final String figure : List.of("paper ACC (%)", "paper ASR (%)")) {
      final DoubleColumn column = DoubleColumn.create(figure);
      for (final String attack : results.stringColumn("attack")) {
        final int row = paper.stringColumn("attack").firstIndexOf(name(attack));
        if (row < 0 || paper.column(figure).isMissing(row)) {
          column.appendMissing();
        } else {
          column.append(paper.numberColumn(figure).getDouble(row));
        }
      }
      both.addColumns(column);
    }
    return both;
  }

  /** The name of an attack without the settings that may follow it. */
  private static String name(String attack) {
    return attack.split(",", 2)[0];
  }

  private static Table read(String resource) {
    try (InputStream in = PaperFigures.class.getResourceAsStream(resource)) {
      return Table.read().csv(in);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
