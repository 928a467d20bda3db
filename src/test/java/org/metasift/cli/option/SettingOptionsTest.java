package org.metasift.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.metasift.cli.Main;
import org.metasift.compute.DeclaredSettings;
import org.metasift.compute.DeclaredSettings.DeclaredSetting;
import org.metasift.compute.Setting;
import org.metasift.sift.metasift.MetaSift;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options come from the record: each setting has one, and the artifact's names stay. */
class SettingOptionsTest {
  private static final List<String> VERBS = List.of("sift", "table", "tune");

  private static CommandSpec verb(String name) {
    return Main.commandLine().getSubcommands().get(name).getCommandSpec();
  }

  @Test
  void everySettingOfMetaSiftHasItsOptionWithTextRangeAndDefault() {
    for (final String name : VERBS) {
      for (final DeclaredSetting setting : DeclaredSettings.of(MetaSift.Settings.class)) {
        final OptionSpec option = verb(name).findOption(OptionNames.of(setting.name()).get(0));
        assertThat(option).as("%s of %s", setting.name(), name).isNotNull();
        assertThat(option.description()[0])
            .startsWith(setting.declared().text() + "; " + setting.range() + " (default: ");
      }
    }
  }

  @Test
  void namesOfTheArtifactAndOursAreAllThere() {
    final Map<String, String> names = new TreeMap<>();
    for (final DeclaredSetting setting : DeclaredSettings.of(MetaSift.Settings.class)) {
      final OptionSpec option = verb("sift").findOption(OptionNames.of(setting.name()).get(0));
      names.put(setting.name(), String.join(" ", option.names()));
    }
    assertThat(names)
        .containsAllEntriesOf(
            Map.of(
                "sifters", "--num-sifters --num-sifter --num_sifter",
                "warmupEpochs", "--warmup-epochs --warmup_epochs",
                "warmupAccuracy", "--warmup-accuracy",
                "siftEpochs", "--sift-epochs --res_epochs --res-epochs",
                "batchSize", "--batch-size --batch_size",
                "learningRate", "--lr",
                "weigherLearningRate", "--v-lr --v_lr",
                "topK", "--top-k --top_k",
                "views", "--views"));
  }

  private record Cake(
      @Setting(from = 1, to = 9, text = "Eggs") int eggs,
      @Setting(from = 0, to = 2, text = "Butter in kilograms") double muchButter) {
    Cake {
      DeclaredSettings.check(Cake.class, eggs, muchButter);
    }
  }

  private static SettingOptions<Cake> cakes() {
    return new SettingOptions<>(
        Cake.class,
        Map.of("plain", new Cake(2, 0.25)),
        Map.of("muchButter", "by taste"),
        SettingOptionsTest.class);
  }

  @Test
  void valuesThatAreGivenReplaceThoseOfThePreset() {
    final SettingOptions<Cake> options = cakes();
    final CommandSpec verb = CommandSpec.create();
    options.addTo(verb);
    final CommandLine command = new CommandLine(verb);
    command.parseArgs("--much-butter", "0.5");
    assertThat(options.given()).containsEntry("eggs", null).containsEntry("muchButter", 0.5);
    assertThat(options.onto(new Cake(3, 0.1))).isEqualTo(new Cake(3, 0.5));
    command.parseArgs("--eggs", "4");
    assertThat(options.onto(new Cake(3, 0.1)))
        .as("nothing is left over")
        .isEqualTo(new Cake(4, 0.1));
    assertThat(verb.options().stream().map(one -> Arrays.toString(one.description())))
        .containsExactly(
            "[Eggs; 1 to 9 (default: 2).]", "[Butter in kilograms; 0 to 2 (default: by taste).]");
  }

  @Test
  void aRefusalNamesTheOption() {
    final SettingOptions<Cake> options = cakes();
    final CommandSpec verb = CommandSpec.create();
    options.addTo(verb);
    new CommandLine(verb).parseArgs("--much-butter", "3");
    assertThatThrownBy(() -> options.onto(new Cake(3, 0.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--much-butter is 3.0; 0.0 to 2.0 is allowed");
  }
}
