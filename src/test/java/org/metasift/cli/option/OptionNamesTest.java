package org.metasift.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.metasift.cli.Main;
import org.metasift.compute.SettingName;
import org.metasift.io.FileNames;
import picocli.CommandLine.Model.CommandSpec;

class OptionNamesTest {
  private final CommandSpec sift = Main.commandLine().getSubcommands().get("sift").getCommandSpec();

  private String told(String message) {
    return OptionNames.in(message, sift);
  }

  @Test
  void aSettingIsCalledAsItsOption() {
    assertThat(told("%s is 'x'".formatted(SettingName.of("profile"))))
        .isEqualTo("--profile is 'x'");
    assertThat(told("by setting 'images' and setting 'labels'"))
        .isEqualTo("by --images and --labels");
    assertThat(told("setting 'batchSize' $1\\")).isEqualTo("--batch-size $1\\");
  }

  @Test
  void aSettingWithoutAnOptionOfTheVerbKeepsItsName() {
    final String other = "setting 'sparkConf' and setting 'x'";
    assertThat(told(other)).isEqualTo(other);
  }

  @Test
  void theLauncherIsNamedWhereItWouldHelp() {
    assertThat(told("here: " + FileNames.complaint()))
        .startsWith("here: file names beyond")
        .endsWith("set LC_ALL=C.UTF-8 (./metasift does)");
  }
}
