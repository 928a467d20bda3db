package org.metasift.lab;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.metasift.compute.Compute;
import org.metasift.compute.RandomStream;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Architecture;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.nn.device.Augment;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.PlainTraining;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.panel.MemberWork;
import org.metasift.sift.panel.Panel;
import org.metasift.sift.panel.PanelNetworks;

/**
 * About how long work on a set takes on this device, in seconds, before it begins. A few training
 * steps of each network are timed here; the other kinds of work are counted in training steps, by
 * ratios that were measured on a CPU of two cores.
 */
public final class Forecast {
  private static final int BATCH = 128;
  private static final int TIMED = 5;
  private static final double ENOUGH = 3; // seconds of timing

  /** Sifters that look at the network of the scout. */
  public static final Set<String> OF_SCOUT = Set.of("mi-dcm", "sf-least", "self-if");

  /** A step of sifting in steps of plain training. */
  static final double SIFTING = 1.6;

  // a warm-up to an accuracy ends after about as many steps; a larger learning rate needs fewer
  private static final double EASY_STEPS = 60;
  private static final double EASY_RATE = 1e-4;
  private static final int LOOKED_AT = 2000;
  private static final int SCOUT_EPOCHS = 3;

  // of attackers: their network, and what their triggers take in steps of it
  private static final int SURROGATE_WIDTH = 16;
  private static final int SURROGATE_EPOCHS = 5;
  private static final int SURROGATE_IMAGES = 12_800;
  private static final Map<String, Integer> TRIGGER_STEPS =
      Map.of(
          "narcissus", 300,
          "smooth", 100,
          "smooth-all-to-all", 100,
          "iab", 600,
          "clean-label", 20,
          "poison-frogs", 100);

  private static final Set<String> OF_SURROGATE =
      Set.of("smooth", "smooth-all-to-all", "iab", "clean-label");

  private final ImageSet images;
  private final Function<Architecture, Pace> clock;
  private final Map<Architecture, Pace> timed = new HashMap<>();

  /**
   * How fast a network is here.
   *
   * @param step seconds that an image takes in a step of training
   * @param look seconds that it takes to move an image at random and ask the network what it costs
   */
  record Pace(double step, double look) {}

  /** A forecast for work on these images; it times a network when it is first asked for it. */
  public Forecast(ImageSet images) {
    this(images, network -> timed(network, images));
  }

  /** The same with another clock. */
  Forecast(ImageSet images, Function<Architecture, Pace> clock) {
    this.images = images;
    this.clock = clock;
  }

  /** Training with these settings. */
  public double training(Architecture network, Training.Settings settings) {
    return settings.epochs() * epoch(network);
  }

  /** A look of a network at as many images, which it learns nothing from. */
  public double looking(Architecture network, int count) {
    return pace(network).look() * count;
  }

  /**
   * A pick by one sifter.
   *
   * @param name as in {@link org.metasift.sift.catalog.Sifters#names}
   */
  public double sifter(String name, SifterSettings settings) {
    final ResNet18 network =
        ResNet18.forImages(settings.metaSift().width(), settings.metaSift().stride(), images);
    return switch (name) {
      case "meta-sift" -> sifters(settings.metaSift(), network, SIFTING);
      case "no-weigher" -> sifters(settings.metaSift(), network, 1);
      case "panel" -> panel(settings.panel());
      case "loss-scan" -> epoch(network) + look(network);
      case "mi-dcm", "sf-least", "self-if" -> scout(settings) + look(network);
      default -> 0; // no network
    };
  }

  /** One sifter of each of some settings, those that warm up alike together. */
  public double trials(Collection<MetaSift.Settings> tried) {
    final Map<List<Object>, Double> warmUps = new HashMap<>();
    double seconds = 0;
    for (final MetaSift.Settings one : tried) {
      final ResNet18 network = ResNet18.forImages(one.width(), one.stride(), images);
      warmUps.put(one.warmUp(), warmUp(one, network));
      seconds += afterWarmUp(one, network, SIFTING);
    }
    return seconds + warmUps.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The network that these sifters share in a table. */
  public double scout(SifterSettings settings) {
    return SCOUT_EPOCHS
        * epoch(
            ResNet18.forImages(settings.metaSift().width(), settings.metaSift().stride(), images));
  }

  /**
   * Making attacks with one seed, which share the attacker's network.
   *
   * @param names as in {@link org.metasift.attack.AttackSpec#names}
   */
  public double attacks(Collection<String> names) {
    final int trained = SURROGATE_EPOCHS * Math.min(SURROGATE_IMAGES, images.size());
    int shown = Collections.disjoint(names, OF_SURROGATE) ? 0 : trained;
    shown += names.contains("poison-frogs") ? trained : 0; // a network of another kind
    for (final String name : names) {
      shown += TRIGGER_STEPS.getOrDefault(name, 0) * BATCH;
    }
    // what needs no network times none
    return shown == 0 ? 0 : shown * pace(ResNet18.forImages(SURROGATE_WIDTH, images)).step();
  }

  private double sifters(MetaSift.Settings settings, Architecture network, double sifting) {
    return settings.sifters()
        * (warmUp(settings, network) + afterWarmUp(settings, network, sifting));
  }

  private double warmUp(MetaSift.Settings settings, Architecture network) {
    return settings.warmupEpochs() * epoch(network)
        + further(
            network,
            settings.warmupEpochs(),
            settings.warmupAccuracy(),
            new PlainTraining.Pace(settings.learningRate(), settings.batchSize()));
  }

  private double afterWarmUp(MetaSift.Settings settings, Architecture network, double sifting) {
    return sifting * settings.siftEpochs() * epoch(network) + settings.views() * look(network);
  }

  private double panel(Panel.Settings settings) {
    final PanelNetworks networks = settings.networks();
    final ResNet18 network = ResNet18.forImages(networks.width(), networks.stride(), images);
    final PlainTraining.Pace pace =
        new PlainTraining.Pace(networks.learningRate(), networks.batchSize());
    double seconds = 0;
    for (final MemberWork work : Panel.work(settings, images)) {
      seconds += work.epochs() * epoch(network) + work.looks() * look(network);
      seconds += work.warmsUp() ? further(network, 1, networks.warmupAccuracy(), pace) : 0;
    }
    return seconds;
  }

  /** What a warm-up takes beyond its epochs, with its looks at the accuracy. */
  private double further(
      Architecture network, int epochs, double accuracy, PlainTraining.Pace pace) {
    final double perEpoch = PlainTraining.steps(images, pace.batchSize());
    final double easy = EASY_STEPS * Math.sqrt(EASY_RATE / pace.rate());
    final double steps = accuracy == 0 ? 0 : Math.max(0, easy - epochs * perEpoch);
    final double apart = Math.max(3, Math.min(10, perEpoch / 20));
    final double look = looking(network, Math.min(LOOKED_AT, images.size()));
    return steps / perEpoch * epoch(network) + steps / apart * look;
  }

  /** One pass of training over the images. */
  private double epoch(Architecture network) {
    return pace(network).step() * images.size();
  }

  private double look(Architecture network) {
    return looking(network, images.size());
  }

  private Pace pace(Architecture network) {
    return timed.computeIfAbsent(network, clock);
  }

  /** The median of a few steps after the first one, which warms up, and of as many looks. */
  private static Pace timed(Architecture architecture, ImageSet images) {
    final int[] batch = IntStream.range(0, Math.min(BATCH, images.size())).toArray();
    final SplittableRandom random = RandomStream.VIEWS.from(0);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Network.untrained(architecture, 0), root);
        DeviceImages some = DeviceImages.open(images.select(batch), root)) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0);
      final Runnable look = () -> Inference.costs(live, some, Augment.reference(), random);
      final Runnable step = () -> Training.step(live, some, batch, adam, 1e-4);
      return new Pace(median(step) / batch.length, median(look) / batch.length);
    }
  }

  private static double median(Runnable work) {
    work.run();
    final double[] seconds = new double[TIMED];
    final long begun = System.nanoTime();
    int count = 0;
    while (count < TIMED && (count == 0 || (System.nanoTime() - begun) / 1e9 < ENOUGH)) {
      final long start = System.nanoTime();
      work.run();
      seconds[count++] = (System.nanoTime() - start) / 1e9;
    }
    final double[] sorted = Arrays.copyOf(seconds, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }

  /** "about 40 s", "about 12 min" or "about 3.5 h". */
  public static String text(double seconds) {
    if (seconds < 90) {
      return "about %d s".formatted(Math.max(1, Math.round(seconds)));
    }
    return seconds < 5400
        ? "about %d min".formatted(Math.round(seconds / 60))
        : "about %.1f h".formatted(seconds / 3600);
  }
}
