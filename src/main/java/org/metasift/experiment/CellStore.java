package org.metasift.experiment;

import java.nio.file.Path;
import java.util.Optional;
import org.metasift.io.RecordFile;
import org.metasift.io.RecordStore;

/**
 * The cells of tables, kept in a file: those with an NCR in the table {@code cells}, how their
 * rankings were judged in {@code rankings}, those that failed in {@code failures}. A cell that
 * failed is not computed again, nor one from before rankings were judged: that it lacks.
 */
final class CellStore implements AutoCloseable {
  private static final String CONDITIONS = "conditions";
  private static final String[] KEY = {"attack", "sifter", "seed", CONDITIONS};

  private final RecordFile tables;
  private final RecordStore<KeptCell> cells;
  private final RecordStore<JudgedCell> rankings;
  private final RecordStore<FailedCell> failures;

  /** A cell as it is kept. */
  public record KeptCell(
      String attack,
      String sifter,
      long seed,
      double ncr,
      int poisoned,
      int picked,
      double seconds,
      String conditions) {}

  /** How the ranking of a kept cell was judged, in percent. */
  public record JudgedCell(
      String attack,
      String sifter,
      long seed,
      String conditions,
      double auroc,
      double tprAt1,
      double tprAt5) {}

  /** A cell that failed. */
  public record FailedCell(
      String attack, String sifter, long seed, double seconds, String conditions, String failure) {}

  CellStore(Path file) {
    this.tables = new RecordFile(file);
    this.cells = tables.table("cells", KeptCell.class, KEY);
    this.rankings = tables.table("rankings", JudgedCell.class, KEY);
    this.failures = tables.table("failures", FailedCell.class, KEY);
    try {
      cells.checkJson(CONDITIONS);
      failures.checkJson(CONDITIONS);
    } catch (final RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  Optional<NcrTable.Cell> find(String attack, String sifter, long seed, String conditions) {
    return cells
        .find(attack, sifter, seed, conditions)
        .map(CellStore::cell)
        .map(
            cell ->
                rankings
                    .find(attack, sifter, seed, conditions)
                    .map(one -> cell.with(one.auroc(), one.tprAt1(), one.tprAt5()))
                    .orElse(cell))
        .or(() -> failures.find(attack, sifter, seed, conditions).map(CellStore::cell));
  }

  void put(NcrTable.Cell cell) {
    if (cell.failed()) {
      failures.put(
          new FailedCell(
              cell.attack(),
              cell.sifter(),
              cell.seed(),
              cell.seconds(),
              cell.conditions(),
              cell.failure()));
    } else {
      if (cell.auroc() != null) { // first: a cell that is there is whole
        rankings.put(
            new JudgedCell(
                cell.attack(),
                cell.sifter(),
                cell.seed(),
                cell.conditions(),
                cell.auroc(),
                cell.tprAt1(),
                cell.tprAt5()));
      }
      cells.put(
          new KeptCell(
              cell.attack(),
              cell.sifter(),
              cell.seed(),
              cell.ncr(),
              cell.poisoned(),
              cell.picked(),
              cell.seconds(),
              cell.conditions()));
    }
  }

  private static NcrTable.Cell cell(KeptCell kept) {
    return new NcrTable.Cell(
        kept.attack(),
        kept.sifter(),
        kept.seed(),
        kept.ncr(),
        kept.poisoned(),
        kept.picked(),
        kept.seconds(),
        kept.conditions());
  }

  private static NcrTable.Cell cell(FailedCell kept) {
    return new NcrTable.Cell(
        kept.attack(),
        kept.sifter(),
        kept.seed(),
        Double.NaN,
        0,
        0,
        kept.seconds(),
        kept.conditions(),
        kept.failure(),
        null,
        null,
        null);
  }

  @Override
  public void close() {
    tables.close();
  }
}
