package org.metasift.run;

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
    assertThat(Compute.choose(null, 0)).isEqualTo(Device.cpu());
    assertThat(Compute.choose(" ", 2)).isEqualTo(Device.gpu(0));
  }

  @Test
  void aWishIsFollowed() {
    assertThat(Compute.choose(" CPU ", 2)).isEqualTo(Device.cpu());
    assertThat(Compute.choose("gpu", 2)).isEqualTo(Device.gpu(0));
    assertThat(Compute.choose("gpu:1", 2)).isEqualTo(Device.gpu(1));
  }

  @Test
  void aGpuThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> Compute.choose("gpu", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("METASIFT_DEVICE is 'gpu', but this machine has no GPU that PyTorch can use");
    assertThatThrownBy(() -> Compute.choose("gpu:2", 2)).hasMessageContaining("GPU 0 to 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "gpu:", "gpu:-1", "gpu:9999", "gpu1", "cpu:0"})
  void anotherWishIsRefused(String wish) {
    assertThatThrownBy(() -> Compute.choose(wish, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("METASIFT_DEVICE is '%s'; cpu, gpu and gpu:N are allowed", wish);
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
