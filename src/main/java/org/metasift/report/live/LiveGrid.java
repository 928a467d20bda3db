package org.metasift.report.live;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.metasift.compute.ResultListener;
import org.metasift.experiment.NcrTable;
import org.metasift.report.Tables;
import tech.tablesaw.api.Table;

/**
 * A table of NCR as it grows: in a notebook one grid that is filled in place, elsewhere a line for
 * each cell, and on a terminal the grid so far whenever the sifters are through with an attack and
 * a seed.
 */
public final class LiveGrid implements ResultListener<NcrTable.Cell> {
  private final List<String> attacks;
  private final List<String> sifters;
  private final int total;
  private final List<NcrTable.Cell> done = new ArrayList<>();
  private final Optional<NotebookKernel> kernel;
  private final PrintWriter lines;
  private final boolean grids;
  private final String id = UUID.randomUUID().toString();

  /**
   * An empty grid, in the notebook that runs, or else with its lines on standard output.
   *
   * @param attacks rows, as {@link NcrTable.Cell#attack} names them
   * @param sifters columns, as {@link NcrTable.Cell#sifter} names them
   * @param seeds how many cells lie behind each
   */
  public LiveGrid(List<String> attacks, List<String> sifters, int seeds) {
    this(
        attacks,
        sifters,
        seeds,
        NotebookKernel.running(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        false);
  }

  private LiveGrid(
      List<String> attacks,
      List<String> sifters,
      int seeds,
      Optional<NotebookKernel> kernel,
      PrintWriter lines,
      boolean grids) {
    this.attacks = List.copyOf(attacks);
    this.sifters = List.copyOf(sifters);
    this.total = attacks.size() * sifters.size() * seeds;
    this.kernel = kernel;
    this.lines = lines;
    this.grids = grids;
    kernel.ifPresent(notebook -> notebook.show(id, Tables.html(table()), Tables.text(table())));
  }

  /**
   * As above, of a command line.
   *
   * @param err standard error
   * @param terminal whether it is a person's terminal, where grids are shown as well
   */
  public static LiveGrid on(
      PrintWriter err, boolean terminal, List<String> attacks, List<String> sifters, int seeds) {
    return new LiveGrid(attacks, sifters, seeds, Optional.empty(), err, terminal);
  }

  @Override
  public void told(NcrTable.Cell cell, boolean kept) {
    done.add(cell);
    if (kernel.isPresent()) {
      kernel.get().update(id, Tables.html(table()), Tables.text(table()));
      return;
    }
    lines.printf("[%d/%d] %s%s%n", done.size(), total, cell, ResultListener.ending(kept));
    final long row =
        done.stream()
            .filter(one -> one.attack().equals(cell.attack()) && one.seed() == cell.seed())
            .count();
    if (grids && row == sifters.size()) {
      lines.println(Tables.text(table()));
    }
    lines.flush();
  }

  /** The cells so far, as they came. */
  public List<NcrTable.Cell> cells() {
    return List.copyOf(done);
  }

  private Table table() {
    return NcrTable.summary(done, attacks, sifters)
        .setName("NCR in percent: %d of %d cells".formatted(done.size(), total));
  }
}
