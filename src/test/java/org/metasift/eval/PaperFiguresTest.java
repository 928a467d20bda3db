package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.attack.AttackSpec;
import org.metasift.experiment.AttackCheck;
import tech.tablesaw.api.Table;

/** The paper's figures stand beside the attacks they belong to. */
class PaperFiguresTest {
  @Test
  void everyAttackHasTheFigureThatThePaperPrints() {
    assertThat(PaperFigures.attacks().stringColumn("attack").asList())
        .containsExactlyInAnyOrderElementsOf(AttackSpec.names());
    assertThat(PaperFigures.sifters().columnNames()).hasSize(7).contains("meta-sift", "mi-dcm");
  }

  @Test
  void resultsKeepTheirOrderAndGetTheirAttacksFigures() {
    final Table results =
        AttackCheck.table(
            List.of(
                new AttackCheck.Result("none", 0, 0, 97, null, ""),
                new AttackCheck.Result("random-label-flip", 1, 5, 90, null, ""),
                new AttackCheck.Result("badnets, ratio 0.1", 0, 9, 96, 95.5, "")));
    assertThat(results.column("ASR (%)").isMissing(0)).isTrue();
    assertThat(results.numberColumn("ASR (%)").getDouble(2)).isEqualTo(95.5);
    assertThat(results.numberColumn("ACC (%)").getDouble(1)).isEqualTo(90);
    assertThat(results.numberColumn("poisoned").getDouble(2)).isEqualTo(9);
    final Table both = PaperFigures.beside(results);
    assertThat(both.stringColumn("attack").asList())
        .containsExactly("none", "random-label-flip", "badnets, ratio 0.1");
    assertThat(both.column("paper ACC (%)").isMissing(0)).isTrue();
    assertThat(both.numberColumn("paper ACC (%)").getDouble(1)).isEqualTo(95.28);
    assertThat(both.column("paper ASR (%)").isMissing(1)).isTrue();
    assertThat(both.numberColumn("paper ASR (%)").getDouble(2)).isEqualTo(97.43);
    assertThat(results.columnCount()).isEqualTo(5);
  }
}
