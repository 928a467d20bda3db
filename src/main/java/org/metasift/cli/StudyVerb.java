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
      "The human inspection study: people say of pictures whether they trust them, and are scored as sifters are."
    },
    synopsisSubcommandLabel = "<what>",
    subcommands = {StudyNew.class, StudyImportVerb.class, StudyServe.class, StudyScoreVerb.class})
final class StudyVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
