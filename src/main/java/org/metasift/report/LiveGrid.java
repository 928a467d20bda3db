package org.metasift.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.metasift.eval.NcrTable;
import tech.tablesaw.api.Table;

/**
 * A table of NCR as it grows: in a notebook one grid that is filled in place, elsewhere a line on
 * standard output for each cell.
 */
public final class LiveGrid implements Consumer<NcrTable.Cell> {
  private final List<String> attacks;
  private final List<String> sifters;
  private final int total;
  private final List<NcrTable.Cell> done = new ArrayList<>();
  private final Optional<NotebookKernel> kernel = NotebookKernel.running();
  private final String id = UUID.randomUUID().toString();

  /**
   * An empty grid.
   *
   * @param attacks rows, as {@link NcrTable.Cell#attack} names them
   * @param sifters columns, as {@link NcrTable.Cell#sifter} names them
   * @param seeds how many cells lie behind each
   */
  public LiveGrid(List<String> attacks, List<String> sifters, int seeds) {
    this.attacks = List.copyOf(attacks);
    this.sifters = List.copyOf(sifters);
    this.total = attacks.size() * sifters.size() * seeds;
    kernel.ifPresent(notebook -> notebook.show(id, Tables.html(table()), Tables.text(table())));
  }

  @Override
  public void accept(NcrTable.Cell cell) {
    done.add(cell);
    if (kernel.isPresent()) {
      kernel.get().update(id, Tables.html(table()), Tables.text(table()));
    } else {
      System.out.printf("[%d/%d] %s%n", done.size(), total, cell);
    }
  }

  private Table table() {
    return NcrTable.summary(done, attacks, sifters)
        .setName("NCR in percent: %d of %d cells".formatted(done.size(), total));
  }
}
