package org.metasift.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.Records;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.TinySettings;

/** A search on a cluster within this machine: the same trials; failures and stops as here. */
class TunerOnSparkIT {
  private static final MetaSift.Settings LIKE =
      TinySettings.tiny().withBatchSize(32).withWeigherLearningRate(0.01);
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 12, 12);

  @TempDir private Path folder;
  private static TaskRunner spark;

  @BeforeAll
  static void join() throws IOException {
    try (Stream<Path> libraries = Files.list(Path.of("target/lib"))) {
      final String jars =
          Stream.concat(
                  Stream.of("target/metasift.jar", "target/metasift-spark.jar").map(Path::of),
                  libraries.filter(jar -> !jar.getFileName().toString().startsWith("slf4j")))
              .map(jar -> jar.toUri().toString())
              .collect(Collectors.joining(","));
      spark =
          TaskRunners.at(
              "local-cluster[2,1,1024]", Map.of("spark.jars", jars), System.err::println);
    }
  }

  @AfterAll
  static void leave() {
    spark.close();
  }

  private Tuning tune(String place, TaskRunner runner) {
    final List<PoisonedSet> copies =
        List.of(new BadNets(0, 0.2).poison(IMAGES, 1), new BadNets(1, 0.2).poison(IMAGES, 2));
    return new SiftTuner(
            new SiftTuner.Settings(3, 2, 2, Duration.ofHours(1)), LIKE, folder.resolve(place))
        .tune(IMAGES.size(), new Copies(copies, 6, 3), System.nanoTime(), trial -> {}, runner);
  }

  private static List<Trial> withoutSeconds(Tuning tuning) {
    return tuning.trials().stream().map(trial -> Records.with(trial, "seconds", 0.0)).toList();
  }

  private static CopyTask task(MetaSift.Settings... variants) {
    return new CopyTask(List.of(variants), spark.share(IMAGES), 0, 1);
  }

  @Test
  void aSearchFindsTheSameAsHere() {
    final Tuning there = tune("there", spark);
    assertThat(withoutSeconds(there))
        .isNotEmpty()
        .isEqualTo(withoutSeconds(tune("here", TaskRunners.here())));
  }

  @Test
  void aFailureComesBackAsItAroseAndIsNotTriedAgain() {
    final CopyTask wrong = task(LIKE, LIKE.withWidth(1));
    assertThatThrownBy(() -> spark.run(List.of(wrong), () -> false, (k, found) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not warm up alike");
  }

  @Test
  void whoeverHasEnoughBeginsNothing() {
    spark.run(
        List.of(task(LIKE)),
        () -> true,
        (k, found) -> {
          throw new AssertionError("nothing was to be run");
        });
  }

  @Test
  void anInterruptStopsTheTasks() {
    final List<CopyTask> endless = List.of(task(LIKE.withEpochs(1000, 1000)));
    final Thread here = Thread.currentThread();
    CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS).execute(here::interrupt);
    assertThatThrownBy(() -> spark.run(endless, () -> false, (k, found) -> {}))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    spark.run(List.of(task(LIKE)), () -> false, (k, found) -> assertThat(found).hasSize(1));
  }
}
