package org.metasift.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which device is chosen, and how its arrays are counted. */
class ComputeTest {
  @Test
  void theFirstGpuWhereThereIsOneElseTheCpu() {
    assertThat(Compute.choose("METASIFT_DEVICE", null, 0)).isEqualTo(Device.cpu());
    assertThat(Compute.choose("METASIFT_DEVICE", " ", 2)).isEqualTo(Device.gpu(0));
  }

  @Test
  void aWishIsFollowed() {
    assertThat(Compute.choose("METASIFT_DEVICE", " CPU ", 2)).isEqualTo(Device.cpu());
    assertThat(Compute.choose("METASIFT_DEVICE", "gpu", 2)).isEqualTo(Device.gpu(0));
    assertThat(Compute.choose("METASIFT_DEVICE", "gpu:1", 2)).isEqualTo(Device.gpu(1));
  }

  @Test
  void aGpuThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> Compute.choose("METASIFT_DEVICE", "gpu", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("METASIFT_DEVICE is 'gpu', but this machine has no GPU that PyTorch can use");
    assertThatThrownBy(() -> Compute.choose("METASIFT_DEVICE", "gpu:2", 2))
        .hasMessageContaining("GPU 0 to 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "gpu:", "gpu:-1", "gpu:9999", "gpu1", "cpu:0"})
  void anotherWishIsRefused(String wish) {
    assertThatThrownBy(() -> Compute.choose("METASIFT_DEVICE", wish, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("METASIFT_DEVICE is '%s'; cpu, gpu and gpu:N are allowed", wish);
  }

  @Test
  void theDeviceOfAProcessStaysAndMayBeNamedAgain() {
    final String name = Compute.onGpu() ? "gpu:" + Compute.device().getDeviceId() : "cpu";
    Compute.use("--device", name);
    assertThat(Compute.devices()).containsExactly(name);
    assertThatThrownBy(() -> Compute.use("--device", "tpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--device is 'tpu'; cpu, gpu and gpu:N are allowed");
  }

  @Test
  void tasksAreSpreadOverAllGpusUnlessOneDeviceIsNamed() {
    assertThat(Compute.spread(Device.gpu(0), false, 3)).containsExactly("gpu:0", "gpu:1", "gpu:2");
    assertThat(Compute.spread(Device.gpu(1), true, 3)).containsExactly("gpu:1");
    assertThat(Compute.spread(Device.cpu(), true, 3)).containsExactly("cpu");
    assertThat(Compute.spread(Device.cpu(), false, 0)).containsExactly("cpu");
  }

  @Test
  void arraysAreCountedUntilTheirRootIsClosed() {
    final int before = Compute.liveArrays();
    try (NDManager root = Compute.open()) {
      root.create(1f);
      root.newSubManager().create(2f);
      assertThat(root.getDevice()).isEqualTo(Compute.device());
      assertThat(Compute.liveArrays()).isEqualTo(before + 2);
    }
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }

  @Test
  void theDescriptionNamesDeviceEngineAndJava() {
    assertThat(Compute.describe())
        .startsWith(Compute.onGpu() ? "GPU" : "CPU, ")
        .contains("PyTorch 2.", System.getProperty("java.version"));
  }
}
