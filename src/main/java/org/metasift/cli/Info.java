package org.metasift.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.metasift.cli.option.DeviceOption;
import org.metasift.compute.Compute;
import org.metasift.io.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code metasift info}: what this machine brings, for a bug report or to judge a run's time. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    description = {"Show what this machine offers: Java, system, memory, and where networks run."},
    footer = {"Example:", "  metasift info"})
final class Info implements Callable<Integer> {
  private static final long MIB = 1L << 20;

  @Spec private CommandSpec spec;

  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    device.take();
    final Runtime machine = Runtime.getRuntime();
    final PrintWriter out = spec.commandLine().getOut();
    line(out, "MetaSift", Version.text().replaceFirst("metasift ", ""));
    line(out, "Java", "%s, %s".formatted(property("java.version"), property("java.home")));
    line(
        out,
        "System",
        "%s %s, %s".formatted(property("os.name"), property("os.version"), property("os.arch")));
    line(out, "Cores", "%d".formatted(machine.availableProcessors()));
    line(
        out,
        "Memory",
        "%,d MiB, of which Java takes up to %,d MiB"
            .formatted(memory() / MIB, machine.maxMemory() / MIB));
    line(out, "Networks", Compute.describe());
    return 0;
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-10s %s%n", name, value);
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  // the container's limit where there is one
  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
