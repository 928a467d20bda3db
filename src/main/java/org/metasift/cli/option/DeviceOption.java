package org.metasift.cli.option;

import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.report.live.ConsoleDisplay;
import picocli.CommandLine.Option;

/** The device that a verb's networks run on. */
public final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "NAME",
      description =
          "Device that networks run on: cpu, gpu or gpu:N (default: METASIFT_DEVICE if set, else all GPUs, else the CPU).")
  private String device;

  /** Refuses a device that was named. */
  public void checkNone(String because) {
    if (device != null) {
      throw new IllegalArgumentException("--device has no effect with " + because);
    }
  }

  /**
   * Begins a verb's work: progress goes to standard error, and the device is taken.
   *
   * @return when that was, as {@link System#nanoTime}
   */
  public long begin() {
    final long start = System.nanoTime();
    Progress.showOn(ConsoleDisplay.onStandardError());
    take();
    return start;
  }

  /** Takes the device for this process, if one was named: before its first use. */
  public void take() {
    if (device != null) {
      Compute.use("--device", device);
    }
  }
}
