package org.metasift.cli.option;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.metasift.compute.NoClusterException;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a verb's trials run. */
public final class MasterOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Run the work on an Apache Spark cluster: spark://HOST:PORT, or local-cluster[WORKERS,CORES,MEGABYTES] for processes on this machine (default: on this machine, one piece after the other, or one on each GPU).")
  private String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description = "Setting of Spark, such as spark.executor.memory=4g. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** Whether the work runs elsewhere. */
  public boolean isGiven() {
    return master != null;
  }

  /**
   * The runner that was asked for; its notes go to {@code err}.
   *
   * @param device taken for this machine; a cluster's are its own
   */
  public TaskRunner open(DeviceOption device, PrintWriter err) {
    if (master == null) {
      device.take();
    } else {
      device.checkNone(
          "--master: name the executors' by --spark-conf spark.executorEnv.METASIFT_DEVICE=NAME");
    }
    if (master == null && !settings.isEmpty()) {
      throw new IllegalArgumentException("--spark-conf has no effect without --master");
    }
    return master == null ? TaskRunners.here() : cluster(err);
  }

  private TaskRunner cluster(PrintWriter err) {
    try {
      return TaskRunners.at(
          master,
          settings,
          note -> {
            err.println(OptionNames.in(note, mixee));
            err.flush();
          });
    } catch (final NoClusterException e) {
      throw new IllegalArgumentException(
          e.getMessage() + ": start this with ./metasift, which fetches it", e);
    }
  }
}
