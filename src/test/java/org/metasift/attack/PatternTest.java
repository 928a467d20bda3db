package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;
import org.metasift.data.Gtsrb;
import org.metasift.data.NpyFloats;
import org.metasift.data.TinyImages;

class PatternTest {
  @TempDir private Path folder;

  @Test
  void planesBecomePixelsAndGoBack() {
    final Pattern pattern = Pattern.ofPlanes(3, 1, 2, new float[] {1, 2, 3, 4, 5, 6});
    assertThat(pattern.values()).containsExactly(1, 3, 5, 2, 4, 6);
    pattern.write(folder.resolve("p.npy"));
    assertThat(NpyFloats.read(folder.resolve("p.npy")).values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Pattern.read(folder.resolve("p.npy"))).isEqualTo(pattern);
    assertThat(pattern.times(-2).largest()).isEqualTo(12);
    assertThat(pattern).hasToString("pattern of 1 x 2 x 3, largest 6.0000");
  }

  @Test
  void aLeadingOneIsTakenAndOtherShapesAreRefused() {
    final Path four = folder.resolve("four.npy");
    new NpyFloats(new long[] {1, 1, 2, 2}, new float[4]).write(four);
    assertThat(Pattern.read(four).channels()).isEqualTo(1);
    final Path flat = folder.resolve("flat.npy");
    new NpyFloats(new long[] {2, 2, 2}, new float[8]).write(flat);
    assertThatThrownBy(() -> Pattern.read(flat))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has shape [2, 2, 2]; a trigger is (channels, height, width)");
  }

  @Test
  void theChannelsMayComeLast() {
    final Path last = folder.resolve("last.npy");
    final float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    new NpyFloats(new long[] {1, 2, 2, 3}, values).write(last);
    final Pattern pattern = Pattern.read(last);
    assertThat(pattern).isEqualTo(new Pattern(2, 2, 3, values));
    pattern.write(folder.resolve("first.npy"));
    assertThat(Pattern.read(folder.resolve("first.npy"))).isEqualTo(pattern);
    new NpyFloats(new long[] {3, 4, 1}, values).write(last); // both would do
    assertThat(Pattern.read(last).channels()).isEqualTo(3);
  }

  @Test
  void itsFingerprintIsOfSizeAndValues() {
    final Pattern pattern = new Pattern(2, 2, 1, new float[] {1, 2, 3, 4});
    assertThat(pattern.fingerprint()).hasSize(16).isEqualTo(pattern.times(1).fingerprint());
    assertThat(pattern.fingerprint())
        .isNotEqualTo(pattern.times(2).fingerprint())
        .isNotEqualTo(new Pattern(4, 1, 1, pattern.values()).fingerprint());
  }

  static boolean authorsTriggerIsThere() {
    final String folder = System.getenv(Gtsrb.FOLDER_VARIABLE);
    return folder != null && Files.exists(Path.of(folder, "peers", "gtsrb_smooth_universal.npy"));
  }

  @Test
  @EnabledIf(
      value = "authorsTriggerIsThere",
      disabledReason = "METASIFT_DATASETS does not hold the Smooth authors' trigger")
  void theSmoothAuthorsTriggerIsRead() {
    final Pattern trigger =
        Pattern.read(
            Path.of(System.getenv(Gtsrb.FOLDER_VARIABLE), "peers", "gtsrb_smooth_universal.npy"));
    assertThat(List.of(trigger.height(), trigger.width(), trigger.channels()))
        .containsExactly(32, 32, 3);
    for (final float value : trigger.values()) {
      assertThat(value).isBetween(0f, 0.2000001f);
    }
    double rough = 0; // neighbours hardly differ where the channels are read as channels
    for (int k = 0; k + 3 < trigger.values().length; k++) {
      rough =
          Math.max(
              rough, Math.abs(trigger.value(k + 3) - trigger.value(k)) * (k % 96 < 93 ? 1 : 0));
    }
    assertThat(rough).isLessThan(0.05);
  }

  @Test
  void noiseIsFixedByItsSeed() {
    final Pattern noise = Pattern.noise(TinyImages.of(4, 3, 0, 2), 5);
    assertThat(noise).isEqualTo(Pattern.noise(TinyImages.of(4, 3, 1, 3), 5));
    assertThat(noise).isNotEqualTo(Pattern.noise(TinyImages.of(4, 3, 0, 2), 6));
    assertThat(noise.largest()).isBetween(0.5, 1.0);
  }

  static boolean artifactIsThere() {
    final String folder = System.getenv(Gtsrb.FOLDER_VARIABLE);
    return folder != null && Files.exists(Path.of(folder, "artifact", "narcissus_gtsrb38.npy"));
  }

  @Test
  @EnabledIf(
      value = "artifactIsThere",
      disabledReason = "METASIFT_DATASETS does not hold the artifact's trigger")
  void theArtifactsTriggerIsRead() {
    final Pattern trigger =
        Pattern.read(
            Path.of(System.getenv(Gtsrb.FOLDER_VARIABLE), "artifact", "narcissus_gtsrb38.npy"));
    assertThat(trigger.height()).isEqualTo(32);
    assertThat(trigger.channels()).isEqualTo(3);
    assertThat(trigger.largest()).isBetween(1.0, 1.1);
  }
}
