package org.metasift.report.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;
import org.metasift.eval.Claims;
import org.metasift.report.Tables;

/** What a notebook leaves for the program that executes it. */
class NotebookClaimsTest {
  private static final Claims CLAIMS =
      Claims.none()
          .atMost("C1", "NCR, \"all\" (%)", "0.000", 1.5, 3, 1)
          .atLeast("C2", "ACC (%)", "-", 93.25, 1, 90)
          .check("C3", "ASR (%)", "5", Double.NaN, 0, new Claims.Range(1, 5));

  @TempDir private Path folder;

  @Test
  void theFileHoldsEveryClaimAndTheTable() throws IOException {
    final Path file = folder.resolve("here/claims.json");
    final String shown =
        Tables.text(NotebookClaims.tell(CLAIMS, Map.of(NotebookClaims.FILE, file.toString())));
    final JsonNode told = new ObjectMapper().readTree(file.toFile());
    assertThat(told.path("table").asText())
        .isEqualTo(shown)
        .contains("C1     NCR, \"all\" (%)  0.000     1.500     at most 1    does not hold");
    assertThat(told.path("claims")).hasSize(3);
    assertThat(told.path("claims").get(0))
        .hasToString(
            "{\"claim\":\"C1\",\"figure\":\"NCR, \\\"all\\\" (%)\",\"artifact\":\"0.000\","
                + "\"here\":1.5,\"from\":null,\"to\":1.0,\"holds\":false}");
    assertThat(told.path("claims").get(1).path("holds").booleanValue()).isTrue();
    assertThat(told.path("claims").get(1).path("to").isNull()).isTrue();
    assertThat(told.path("claims").get(2).path("here").isNull()).isTrue();
    assertThat(told.path("claims").get(2).path("holds").booleanValue()).isFalse();
  }

  @Test
  void whereNobodyAsksNoFileIsWritten() throws IOException {
    assertThat(Tables.text(NotebookClaims.tell(CLAIMS, Map.of())))
        .isEqualTo(Tables.text(CLAIMS.table()));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() {
    final Map<String, String> environment = Map.of(NotebookClaims.FILE, folder.toString());
    assertThatThrownBy(() -> NotebookClaims.tell(CLAIMS, environment))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(folder + ": cannot be written");
  }
}
