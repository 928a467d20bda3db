package org.metasift.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.metasift.compute.TaskRunner;

/**
 * Joins a standalone cluster of Apache Spark. Each executor runs one task at a time, on {@code
 * spark.executor.cores} cores (one unless told otherwise) with as many threads, and gets this
 * program's jars from here: the workers need Spark and Java, nothing of ours.
 */
public final class SparkCluster implements TaskRunner.Cluster {
  private static final int PATIENCE = 5000; // milliseconds for the master to answer
  private static final String CORES = "spark.executor.cores";
  private static final String MEMORY = "spark.executor.memory";
  private static final int MEGABYTES = 2048;

  @Override
  public TaskRunner join(String master, Map<String, String> settings, Consumer<String> notes) {
    if (master.startsWith("spark:")) {
      checkAnswers(master);
    }
    final SparkConf conf = conf(master, settings);
    final JavaSparkContext context;
    try {
      context = new JavaSparkContext(conf);
    } catch (final Exception e) { // Scala declares no checked ones
      throw new IllegalArgumentException(
          "the cluster at %s does not take this program, which needs Spark %s for Scala 2.13 there: %s"
              .formatted(master, org.apache.spark.package$.MODULE$.SPARK_VERSION(), e.getMessage()),
          e);
    }
    final SparkTaskRunner runner = new SparkTaskRunner(context, notes);
    runner.awaitExecutors();
    return runner;
  }

  private static SparkConf conf(String master, Map<String, String> settings) {
    final SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("MetaSift Lab")
            .set("spark.ui.enabled", "false")
            .set(CORES, "1")
            .set(MEMORY, memory(master) + "m")
            .set("spark.executor.extraJavaOptions", "-Djava.awt.headless=true")
            .set("spark.jars", String.join(",", jars()));
    settings.forEach(conf::set);
    final String cores = conf.get(CORES);
    conf.set("spark.task.cpus", cores).setExecutorEnv("OMP_NUM_THREADS", cores);
    conf.setExecutorEnv("OPT_OUT_TRACKING", "true");
    for (final String name :
        List.of(
            "METASIFT_DEVICE",
            "GOMP_SPINCOUNT",
            "OMP_WAIT_POLICY",
            "MALLOC_MMAP_THRESHOLD_",
            "MALLOC_TRIM_THRESHOLD_",
            "MALLOC_TOP_PAD_")) {
      final String value = System.getenv(name);
      if (value != null) {
        conf.setExecutorEnv(name, value);
      }
    }
    return conf;
  }

  /** Megabytes of heap for an executor: on a cluster within this machine no more than it has. */
  private static int memory(String master) {
    if (!master.startsWith("local-cluster")) {
      return MEGABYTES;
    }
    final String[] parts = master.replaceAll("[^0-9,]", "").split(",", -1);
    final int cores = Math.max(1, Integer.parseInt(parts[1]));
    return Math.min(MEGABYTES, Integer.parseInt(parts[2]) / cores);
  }

  /** This program's jars, without Spark's and without those that decide where a log goes. */
  private static List<String> jars() {
    final Path spark = placeOf(SparkContext.class).getParent();
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().normalize())
        .filter(entry -> entry.toString().endsWith(".jar"))
        .filter(entry -> !entry.startsWith(spark))
        .filter(entry -> !entry.getFileName().toString().startsWith("slf4j"))
        .map(entry -> entry.toUri().toString())
        .toList();
  }

  private static Path placeOf(Class<?> known) {
    try {
      return Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath()
          .normalize();
    } catch (final URISyntaxException e) {
      throw new IllegalStateException("a class path of files", e);
    }
  }

  private static void checkAnswers(String master) {
    final List<String> addresses =
        Arrays.asList(master.substring("spark://".length()).split(",", -1));
    if (addresses.stream().noneMatch(SparkCluster::answers)) {
      throw new IllegalArgumentException(
          "setting 'master' is '%s', but nobody answers there: start a Spark master, or check host and port"
              .formatted(master));
    }
  }

  private static boolean answers(String address) {
    final int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
          PATIENCE);
      return true;
    } catch (final IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
