package org.metasift.report.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.metasift.data.BadDataException;
import org.metasift.eval.Claims;
import org.metasift.io.AtomicFiles;
import org.metasift.io.Json;
import org.metasift.report.Tables;
import tech.tablesaw.api.Table;

/**
 * Tells what a notebook claims: to its reader as a table, and to the program that executes it as a
 * file. That program, {@code environment/run_notebook.py}, names the file in METASIFT_CLAIMS; in
 * JupyterLab nobody does, and no file is written.
 */
public final class NotebookClaims {
  /** The variable of the environment that names the file. */
  static final String FILE = "METASIFT_CLAIMS";

  private NotebookClaims() {}

  /**
   * Writes the file, where one is asked for, and returns the table: the end of a notebook's last
   * cell. Called again, the later claims replace the earlier ones in the file.
   *
   * @throws BadDataException when the file cannot be written
   */
  public static Table tell(Claims claims) {
    return tell(claims, System.getenv());
  }

  static Table tell(Claims claims, Map<String, String> environment) {
    final String file = environment.getOrDefault(FILE, "");
    if (!file.isEmpty()) {
      final byte[] json = json(claims).getBytes(StandardCharsets.UTF_8);
      try {
        AtomicFiles.write(Path.of(file), json);
      } catch (final IOException e) {
        throw new BadDataException(Path.of(file), "cannot be written", e);
      }
    }
    return claims.table();
  }

  private static String json(Claims claims) {
    final Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("claims", claims.list().stream().map(NotebookClaims::entry).toList());
    whole.put("table", Tables.text(claims.table()));
    return Json.text(whole) + "\n";
  }

  private static Map<String, Object> entry(Claims.Claim claim) {
    final Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("claim", claim.claim());
    entry.put("figure", claim.what());
    entry.put("artifact", claim.artifact());
    entry.put("here", finite(claim.here()));
    entry.put("from", finite(claim.range().from()));
    entry.put("to", finite(claim.range().to()));
    entry.put("holds", claim.holds());
    return entry;
  }

  /** The number; null where JSON has none for it: no bound, no figure. */
  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
