package org.metasift.cli.option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.metasift.io.Json;
import org.metasift.io.RunFolder;
import org.metasift.lab.RunRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where results go: to standard output, readable or as JSON, and into a folder. */
@HelpGroup.In(HelpGroup.RESULTS)
public final class ResultOptions {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the results; must be new or empty.")
  private Path out;

  @Mixin private JsonOption json;

  /** Makes the folder, if one was named: before the work, so that a wrong one is told at once. */
  public Optional<RunFolder> folder() throws IOException {
    if (out == null) {
      return Optional.empty();
    }
    return Optional.of(RunFolder.create(out));
  }

  /** The folder as it was named; null for none. */
  public Path folderName() {
    return out;
  }

  /** Prints a run and ends its folder. */
  public void tell(RunRecord record, String summary, PrintWriter to) throws IOException {
    if (out != null) {
      new RunFolder(out).finish(record);
    }
    if (json.wanted()) {
      to.println(Json.text(record));
      return;
    }
    to.println(summary);
    record
        .figures()
        .forEach(
            (name, percent) -> to.println(String.format(Locale.ROOT, "%s %.3f %%", name, percent)));
    if (out != null) {
      to.println("in " + out);
    }
  }
}
