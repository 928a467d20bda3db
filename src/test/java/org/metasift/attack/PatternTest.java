package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.compute.Compute;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.TinyImages;
import org.metasift.data.array.NpyFloats;
import org.metasift.data.gtsrb.Gtsrb;

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
  void planesArePaintedInThePlaceOfImages() {
    final ImageSet images = TinyImages.of(2, 3, 1, 3);
    final ImageSetEditor editor = images.edit();
    try (NDManager root = Compute.open()) {
      // two pictures of 2 x 2: planes of 0, 10, 20, 30, then 40 ... 110, and the same upside down
      final float[] planes = new float[24];
      for (int k = 0; k < 12; k++) {
        planes[k] = 10 * k / 255f;
        planes[12 + k] = 10 * (11 - k) / 255f;
      }
      Pattern.paint(editor, new int[] {2, 0}, root.create(planes, new Shape(2, 3, 2, 2)), images);
    }
    final ImageSet painted = editor.done();
    assertThat(painted.pixels(2)).containsExactly(0, 40, 80, 10, 50, 90, 20, 60, 100, 30, 70, 110);
    assertThat(painted.pixels(0)).containsExactly(110, 70, 30, 100, 60, 20, 90, 50, 10, 80, 40, 0);
    assertThat(painted.pixels(1)).isEqualTo(images.pixels(1));
  }

  @Test
  void patternsOfEqualValuesAreEqual() {
    final Pattern one = Pattern.ofPlanes(1, 1, 2, new float[] {1, 2});
    assertThat(one)
        .isEqualTo(Pattern.ofPlanes(1, 1, 2, new float[] {1, 2}))
        .hasSameHashCodeAs(Pattern.ofPlanes(1, 1, 2, new float[] {1, 2}))
        .isNotEqualTo(Pattern.ofPlanes(1, 2, 1, new float[] {1, 2}))
        .isNotEqualTo(Pattern.ofPlanes(2, 1, 1, new float[] {1, 2}))
        .isNotEqualTo(one.times(2))
        .isNotEqualTo("pattern");
    assertThat(one.hashCode()).isNotEqualTo(one.times(2).hashCode());
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
