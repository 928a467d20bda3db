package org.metasift.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.io.Json;
import org.metasift.io.RunFolder;
import org.metasift.io.Version;

/**
 * What a run did, kept as {@code run.json} in its folder: all that {@code evaluate} needs to make
 * its figures again.
 *
 * @param verb of the command line
 * @param version of this program
 * @param machine device, engine, Java
 * @param finished when, UTC
 * @param data which images, and how they were read
 * @param origin of the data, readable
 * @param warnings about them; empty for none
 * @param fingerprint of the training images, poisoned where there is an attack
 * @param attack null for the data as they are
 * @param trigger that was given to the attack: its size, its largest value and the fingerprint of
 *     what its file held; null for none, and in older runs
 * @param seed of everything
 * @param settings of what was done, readable
 * @param plainSettings the same as JSON, to be compared and used again; null where there are words
 *     only, and in older runs
 * @param seconds it took
 * @param figures by name, in percent
 */
public record RunRecord(
    String verb,
    String version,
    String machine,
    String finished,
    DataSource data,
    String origin,
    List<String> warnings,
    String fingerprint,
    AttackSpec attack,
    String trigger,
    Long seed,
    String settings,
    @JsonInclude(JsonInclude.Include.NON_NULL) JsonNode plainSettings,
    double seconds,
    Map<String, Double> figures) {
  /** Copies the lists; tells which part is missing. */
  public RunRecord {
    warnings = warnings == null ? List.of() : List.copyOf(warnings); // older runs have none
    needed("verb", verb);
    needed("data", data);
    needed("fingerprint", fingerprint);
    needed("seed", seed);
    needed("settings", settings);
    figures = new LinkedHashMap<>(needed("figures", figures));
  }

  private static <T> T needed(String name, T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /**
   * A record of work that began at {@code start} ({@link System#nanoTime}) and ends now.
   *
   * @param settings of what was done: a record, which is kept as JSON too, or words
   */
  public static RunRecord of(
      String verb, Scene scene, Object settings, long start, Map<String, Double> figures) {
    return new RunRecord(
        verb,
        Version.text(),
        Compute.describe(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        scene.source(),
        scene.split().origin(),
        scene.read().warnings(),
        scene.train().fingerprint(),
        scene.attack(),
        scene.trigger(),
        scene.seed(),
        settings.toString(),
        settings instanceof String ? null : Json.plain(settings),
        Math.round((System.nanoTime() - start) / 1e8) / 10.0,
        figures);
  }

  /**
   * Leaves a record of a grid of results, whose attacks and seeds its figures name, as {@code
   * verb.json} in a folder that another grid's verb may use as well.
   */
  public static void ofGrid(
      String verb,
      Scene scene,
      Object settings,
      long start,
      Map<String, Double> figures,
      Path folder)
      throws IOException {
    RunFolder.write(of(verb, scene, settings, start, figures), folder.resolve(verb + ".json"));
    scene.read().saveUnreadable(folder);
  }

  /**
   * The same images, attack and seed again.
   *
   * @param err where the warnings of the images go
   * @throws IllegalArgumentException when the data are not those of the run any more
   */
  public Scene scene(PrintWriter err) {
    return scene(data.load().told(err));
  }

  /** As above, of images that were read from {@link #data} already. */
  public Scene scene(DataSource.LoadedData read) {
    final Scene scene = Scene.of(data, read, attack, seed);
    if (trigger != null && !trigger.equals(scene.trigger())) {
      throw new IllegalArgumentException(
          "the trigger in %s differs from that of the run: %s then, %s now"
              .formatted(attack.trigger(), trigger, scene.trigger()));
    }
    if (!scene.train().fingerprint().equals(fingerprint)) {
      throw new IllegalArgumentException(
          "the images differ from those of the run: fingerprint %s then, %s now; setting 'data' was %s"
              .formatted(fingerprint, scene.train().fingerprint(), data));
    }
    return scene;
  }

  /**
   * The images a verb works on.
   *
   * @param source which images, and how they are read
   * @param read clean images, with their warnings
   * @param attack null for none
   * @param poisoned the training images after the attack; null for none
   * @param seed of the attack and of what follows
   */
  public record Scene(
      DataSource source,
      DataSource.LoadedData read,
      AttackSpec attack,
      PoisonedSet poisoned,
      long seed) {
    public static Scene of(
        DataSource source, DataSource.LoadedData read, AttackSpec attack, long seed) {
      final Split split = read.split();
      return new Scene(
          source,
          read,
          attack,
          attack == null ? null : attack.build(split.test()).poison(split.train(), seed),
          seed);
    }

    /** The clean images. */
    public Split split() {
      return read.split();
    }

    /** The trigger that was given to the attack, described; null for none. */
    String trigger() {
      return poisoned == null
          ? null
          : poisoned
              .attack()
              .given()
              .map(given -> "%s, fingerprint %s".formatted(given, given.fingerprint()))
              .orElse(null);
    }

    /** The training images as their finder sees them. */
    public ImageSet train() {
      return poisoned == null ? split().train() : poisoned.images();
    }
  }
}
