package org.metasift.sift.metasift;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.defense.CountedIBau;
import org.metasift.defense.IBau;
import org.metasift.nn.Adam;
import org.metasift.nn.Architecture;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.Training;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.baseline.ClassMeanDistance;

/** What is compared: our side of each work, and what the other side is asked for. */
final class Contests {
  private static final String OURS = "ours";
  private static final String PLAIN = "our plain step";
  private static final String SIFT = "our Meta-Sift step";
  private static final String EARLY = "ours, early end";
  private static final String EXACT = "ours, exact";
  private static final String PEER = "PyTorch";
  private static final String PEER_PLAIN = "PyTorch, plain step";
  private static final String LEAN = "PyTorch, lean";
  private static final String LOOP = "NumPy, sample by sample";
  private static final String AT_ONCE = "NumPy, means at once";
  private static final double PLAIN_GOAL = 1.1;
  private static final double SIFT_GOAL = 0.33;
  private static final double SIFT_TO_PLAIN_GOAL = 1.5;
  private static final int BATCH = 128;

  private final SpeedBench.Settings settings;
  private final ImageSet images;
  private final Peer peer;

  Contests(SpeedBench.Settings settings, ImageSet images, Peer peer) {
    this.settings = settings;
    this.images = images;
    this.peer = peer;
  }

  /**
   * The plain step and Meta-Sift's of a ResNet-18.
   *
   * @param warmUps of each side; most in the first contest, where Java's code is not compiled yet
   * @param lean also beside the peer that leaves out what V's gradient does not need
   */
  Contest steps(int width, int stride, int warmUps, int repeats, boolean lean) {
    final String name =
        "ResNet-18 width %d%s".formatted(width, stride > 1 ? ", stride " + stride : "");
    final String brief = stride > 1 ? "%d/%d".formatted(width, stride) : "%d".formatted(width);
    final Architecture network = new ResNet18(width, 3, 43, stride);
    final Map<String, Contest.Side> sides = new LinkedHashMap<>();
    sides.put(PLAIN, root -> plain(network, root));
    sides.put(PEER_PLAIN, peer.side("plain", "plain", "resnet", width, stride));
    sides.put(SIFT, root -> sift(network, root));
    sides.put(PEER, peer.side("sift", "sift", width, stride, "described"));
    final List<Contest.Pair> pairs = new ArrayList<>();
    pairs.add(
        new Contest.Pair("plain step, " + name, PLAIN, PEER_PLAIN, PLAIN_GOAL, "plain " + brief));
    pairs.add(
        new Contest.Pair("Meta-Sift step, " + name, SIFT, PEER, SIFT_GOAL, "Meta-Sift " + brief));
    if (lean) {
      sides.put(LEAN, peer.side("lean", "sift", width, stride, "lean"));
      pairs.add(
          new Contest.Pair(
              "Meta-Sift step, %s, lean peer".formatted(name), SIFT, LEAN, SIFT_GOAL, ""));
    }
    pairs.add(
        new Contest.Pair(
            "Meta-Sift step, %s, ours / our plain step".formatted(name),
            SIFT,
            PLAIN,
            SIFT_TO_PLAIN_GOAL,
            ""));
    return new Contest(name, warmUps, repeats, sides, pairs);
  }

  /** The plain step of the network that is defended. */
  Contest vgg() {
    final String name = "small VGG-16";
    return new Contest(
        name,
        settings.full() ? 20 : 5,
        settings.stepRepeats(),
        ordered(
            PLAIN,
            root -> plain(new SmallVgg16(3, 43), root),
            PEER_PLAIN,
            peer.side("plain", "plain", "vgg", 0, 1)),
        List.of(
            new Contest.Pair("plain step, " + name, PLAIN, PEER_PLAIN, PLAIN_GOAL, "plain VGG")));
  }

  /**
   * I-BAU on a network that one epoch on the poisoned signs, a third of them where it is quick, has
   * taught, each time from the same weights.
   *
   * @param folder takes the weights, for the other side to read
   */
  Contest ibau(Path folder) {
    final String name =
        "I-BAU, %,d images, %d rounds".formatted(settings.base(), settings.rounds());
    final int every = settings.full() ? 1 : 3;
    final ImageSet lesson =
        images.select(IntStream.range(0, images.size() / every).map(i -> every * i).toArray());
    final Network victim =
        new Training(Training.Settings.standard().withEpochs(1))
            .train(Network.untrained(new SmallVgg16(3, 43), 0), lesson, 0)
            .network();
    final Path file = folder.resolve("victim.safetensors");
    victim.save(file);
    final ImageSet base = images.select(IntStream.range(0, settings.base()).toArray());
    final Map<String, Contest.Side> sides = new LinkedHashMap<>();
    sides.put(EARLY, root -> purification(IBau.Settings.compact(), victim, base));
    sides.put(EXACT, root -> purification(IBau.Settings.paper(), victim, base));
    sides.put(PEER, peer.side("ibau", "ibau", settings.base(), settings.rounds(), file));
    return new Contest(
        name,
        settings.full() ? 1 : 0,
        settings.longRepeats(),
        sides,
        List.of(
            new Contest.Pair(
                name + ", early end and settling", EARLY, PEER, 0.6, "I-BAU, early end"),
            new Contest.Pair(name + ", all five passes", EXACT, PEER, 0.6, "I-BAU, exact")));
  }

  private Contest.Timed purification(IBau.Settings how, Network victim, ImageSet base) {
    final CountedIBau ibau = new CountedIBau(how.withRounds(settings.rounds()));
    return new Contest.Timed() {
      @Override
      public double run() {
        return timed(() -> ibau.purify(victim, base, 0));
      }

      @Override
      public String remark() {
        return String.format(Locale.ROOT, "%.2f passes a batch", ibau.passes(base));
      }
    };
  }

  /**
   * DCM at the size of GTSRB.
   *
   * @param many the images
   * @param folder where they lie as well
   * @param what they are
   */
  Contest dcm(ImageSet many, Path folder, String what) {
    final String name = "DCM, %,d images (%s)".formatted(many.size(), what);
    final Map<String, Contest.Side> sides = new LinkedHashMap<>();
    sides.put(OURS, root -> () -> timed(() -> new ClassMeanDistance().pick(many, 1000, 0)));
    sides.put(LOOP, peer.side("loop", "dcm", folder, 1000, "loop"));
    sides.put(AT_ONCE, peer.side("at once", "dcm", folder, 1000, "at-once"));
    return new Contest(
        name,
        5,
        settings.stepRepeats(),
        sides,
        List.of(
            new Contest.Pair(name, OURS, LOOP, 0.02, "DCM"),
            new Contest.Pair(name + ", peer's means by NumPy at once", OURS, AT_ONCE, 0.02, "")));
  }

  private static Map<String, Contest.Side> ordered(
      String one, Contest.Side first, String other, Contest.Side second) {
    final Map<String, Contest.Side> sides = new LinkedHashMap<>();
    sides.put(one, first);
    sides.put(other, second);
    return sides;
  }

  Contest.Timed plain(Architecture architecture, NDManager root) {
    final LiveNetwork live = LiveNetwork.open(Network.untrained(architecture, 0), root);
    final DeviceImages resident = DeviceImages.open(images, root);
    final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
    return () -> timed(() -> Training.step(live, resident, first(), adam, 1e-4));
  }

  Contest.Timed sift(Architecture architecture, NDManager root) {
    final LiveNetwork live = LiveNetwork.open(Network.untrained(architecture, 0), root);
    final DeviceImages resident = DeviceImages.open(images, root);
    final SiftStep work =
        new SiftStep(
            live,
            Weigher.untrained(root, 9),
            new Adam(live.parameters(), 0.9, 0.95, 0.05),
            MetaSift.Settings.compact());
    return () ->
        timed(
            () -> {
              try (NDManager step = live.manager().newSubManager()) {
                work.take(step, resident.batch(step, first()), resident.labels(step, first()));
              }
            });
  }

  private static int[] first() {
    return IntStream.range(0, BATCH).toArray();
  }

  private static double timed(Runnable work) {
    final long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
