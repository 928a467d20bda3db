package org.metasift.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.io.RunFolder;

/** Records of runs as older versions left them. */
class RunRecordTest {
  private static final String OLD =
      """
      {
        "verb" : "tune",
        "version" : "metasift 0.1",
        "machine" : "CPU, 2 cores; PyTorch 2.7.1 by DJL; Java 17.0.15 on Linux",
        "finished" : "2026-10-02T05:12:18Z",
        "data" : {
          "place" : "set.npz",
          "reading" : {
            "side" : 0, "strict" : false, "imagesName" : "images", "labelsName" : "labels"
          }
        },
        "origin" : "60 images, 32 x 32 RGB, 3 classes, from a NumPy .npz file",
        "fingerprint" : "c95080e77cce5616",
        "attack" : {
          "name" : "random-label-flip", "target" : null, "source" : null, "ratio" : 0.1,
          "opacity" : null, "trigger" : null
        },
        "seed" : 0,
        "settings" : "budget 30, around compact",
        "seconds" : 3.9,
        "figures" : { "NCR on pseudo-poison" : "NaN", "clean by chance" : 10 }
      }
      """;

  @TempDir private Path folder;

  private RunRecord read(String json) throws IOException {
    return RunFolder.readFile(
        Files.writeString(folder.resolve(RunFolder.RECORD), json), RunRecord.class);
  }

  @Test
  void anOldRecordIsRead() throws IOException {
    final RunRecord old = read(OLD);
    assertThat(old.warnings()).isEmpty();
    assertThat(old.trigger()).isNull();
    assertThat(old.plainSettings()).isNull();
    assertThat(old.attack().ratio()).isEqualTo(0.1);
    assertThat(old.figures()).containsEntry("NCR on pseudo-poison", Double.NaN);
  }

  @Test
  void oneThatHoldsMoreThanItShouldIsRefused() {
    assertThatThrownBy(() -> read(OLD.replace("\"strict\"", "\"strict\" : true, \"strict\"")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run.json is damaged: strict appears twice, line 9");
    assertThatThrownBy(() -> read(OLD.replace("\"seed\"", "\"sead\" : 1, \"seed\"")))
        .hasMessageContaining("run.json is damaged: sead is unknown (known: attack, data, figures");
  }
}
