package org.metasift.report.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.metasift.report.Tables;
import org.metasift.tune.Hyperparameter;
import org.metasift.tune.Trial;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The trials of a search as they end, the newest on top: in a notebook one table that changes in
 * place, elsewhere a line on standard output for each.
 */
public final class LiveTrials implements Consumer<Trial> {
  private final List<Trial> done = new ArrayList<>();
  private final Optional<NotebookKernel> kernel = NotebookKernel.running();
  private final String id = UUID.randomUUID().toString();

  /** An empty table, shown. */
  public LiveTrials() {
    kernel.ifPresent(notebook -> notebook.show(id, Tables.html(table()), Tables.text(table())));
  }

  @Override
  public void accept(Trial trial) {
    done.add(0, trial);
    if (kernel.isPresent()) {
      kernel.get().update(id, Tables.html(table()), Tables.text(table()));
    } else {
      System.out.println(trial);
    }
  }

  private Table table() {
    final Table table =
        Table.create(
                done.size() == 1 ? "1 trial" : "%d trials".formatted(done.size()),
                IntColumn.create("copy"),
                IntColumn.create("sifters"))
            .addColumns(Hyperparameter.columns())
            .addColumns(
                DoubleColumn.create("warm-up accuracy (%)"),
                BooleanColumn.create("decided"),
                DoubleColumn.create("depth (%)"),
                DoubleColumn.create("NCR (%)"),
                DoubleColumn.create("seconds"));
    for (final Trial trial : done) {
      table.intColumn("copy").append(trial.copy() + 1);
      table.intColumn("sifters").append(trial.sifter() + 1);
      Hyperparameter.append(table, trial.settings());
      table.doubleColumn("warm-up accuracy (%)").append(100 * trial.warmupAccuracy());
      table.booleanColumn("decided").append(trial.decided());
      table.doubleColumn("depth (%)").append(100 * trial.depth());
      table.doubleColumn("NCR (%)").append(trial.ncr());
      table.doubleColumn("seconds").append(trial.seconds());
    }
    return table;
  }
}
