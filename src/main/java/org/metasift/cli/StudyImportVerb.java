package org.metasift.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.metasift.io.RunFolder;
import org.metasift.study.Study;
import org.metasift.study.StudyImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metasift study import}: the artifact's own study. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Import the artifact's study.",
      "It consists of img.zip and ground_truth.xlsx, taken as they are."
    },
    footer = {
      "Example:",
      "  metasift study import img.zip ground_truth.xlsx --out studies/artifact"
    })
final class StudyImportVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ZIP", description = "Pictures 0.png, 1.png and so on.")
  private Path zip;

  @Parameters(
      index = "1",
      paramLabel = "XLSX",
      description = "Column A: 1 = clean, 0 = poisoned, below a heading.")
  private Path truth;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the study; must be new or empty.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    final Study study = StudyImport.artifact(zip, truth);
    RunFolder.create(out);
    study.save(out);
    StudyNew.tell(study, out, spec.commandLine().getOut());
    return 0;
  }
}
