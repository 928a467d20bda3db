package org.metasift.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code metasift study}: do people find the poison? */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    description = {
      "Run a study with people.",
      "They say which pictures they trust, and are scored as sifters are."
    },
    synopsisSubcommandLabel = "<what>",
    subcommands = {StudyNew.class, StudyImportVerb.class, StudyServe.class, StudyScoreVerb.class},
    footer = {"Example:", "  metasift study new --attack badnets --out studies/one"})
final class StudyVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
