package org.metasift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.metasift.attack.BadNets;
import org.metasift.attack.Narcissus;
import org.metasift.attack.Pattern;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Poisoner;
import org.metasift.attack.TargetedLabelFlip;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.signs.SignSet;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;

/**
 * Sets and networks for tests of what attacks, sifters and defences do, small enough to be made in
 * seconds: eight classes of the small embedded signs, 32 x 32 RGB, and a narrow ResNet-18. Each is
 * made when it is first asked for and shared by all tests of a JVM.
 *
 * <p>What takes long is kept as files under the folder that the system property {@code
 * metasift.fixtures} names, where all JVMs of a build find it; without the property each JVM has a
 * folder of its own. The folder must be emptied when the program changes: a build gives a new one.
 */
public final class Fixture {
  /** The target class of all attacks here: "keep right", as in the paper. */
  public static final int TARGET = 0;

  /** The class whose images the targeted flip takes: "priority road". */
  public static final int SOURCE = 1;

  private static final int[] CLASSES = {38, 12, 13, 2, 25, 10, 4, 17};
  private static final int WIDTH = 8;
  private static final int STRIDE = 2;
  private static final Training.Settings TRAINING = new Training.Settings(4, 32, 3e-3, 0.01);
  private static final Path FOLDER = folder();
  private static final Map<String, Object> MADE = new ConcurrentHashMap<>();

  private Fixture() {}

  private static Path folder() {
    final String given = System.getProperty("metasift.fixtures");
    try {
      return given == null || given.isBlank()
          ? Files.createTempDirectory("metasift-fixtures")
          : Files.createDirectories(Path.of(given));
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** About 1,100 training and 350 test images of eight classes, nothing poisoned. */
  public static Split signs() {
    return once("signs", Split.class, Fixture::draw);
  }

  private static Split draw() {
    final Split all = SignSet.cached(drawnSigns(), SignSet.Size.SMALL, 0);
    return new Split(
        all.train().onlyClasses(CLASSES), all.test().onlyClasses(CLASSES), all.origin());
  }

  /** The folder with the small embedded signs as a first run keeps them, drawn once a build. */
  public static synchronized Path drawnSigns() {
    final Path kept = FOLDER.resolve("signs");
    try (FileChannel gate =
            FileChannel.open(
                FOLDER.resolve("signs.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock drawing = gate.lock()) {
      SignSet.cached(kept, SignSet.Size.SMALL, 0);
      drawing.release();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    return kept;
  }

  /** The training images under BadNets: a third of what is labelled as the target. */
  public static PoisonedSet badNets() {
    return poisoned(new BadNets(TARGET, 0.33));
  }

  /** The training images under a targeted flip: a sixth of what is labelled as the target. */
  public static PoisonedSet targetedFlip() {
    return poisoned(new TargetedLabelFlip(SOURCE, TARGET, 0.1667));
  }

  /** The training images under Narcissus on a tenth of the target class, with {@link #noise}. */
  public static PoisonedSet narcissus() {
    return poisoned(Narcissus.with(noise(), TARGET, 0.1));
  }

  /** A trigger to add that no network was asked for: noise of ±16 grey levels. */
  public static Pattern noise() {
    final Pattern uniform = Pattern.noise(signs().train(), 5);
    final float[] values = uniform.values().clone();
    for (int k = 0; k < values.length; k++) {
      values[k] = (values[k] < 0.5 ? -1 : 1) * 16 / 255f;
    }
    return new Pattern(uniform.height(), uniform.width(), uniform.channels(), values);
  }

  /** The training images under an attack, seed 0. */
  public static PoisonedSet poisoned(Poisoner attack) {
    return once(attack.toString(), PoisonedSet.class, () -> attack.poison(signs().train(), 0));
  }

  /** A network trained on the clean signs. */
  public static Network clean() {
    return trained(signs().train(), 0);
  }

  /** A network with a backdoor: trained on the signs under {@link #badNets}. */
  public static Network victim() {
    return trained(badNets().images(), 0);
  }

  /**
   * A narrow ResNet-18 trained on any set for four short epochs, four seconds of one core for as
   * many images as there are signs here.
   *
   * @param seed of its start and its batches
   */
  public static Network trained(ImageSet images, long seed) {
    final ResNet18 kind = ResNet18.forImages(WIDTH, STRIDE, images);
    return kept(
        "trained-%s-%s-seed%d"
            .formatted(images.fingerprint(), Integer.toHexString(kind.hashCode()), seed),
        () -> new Training(TRAINING).train(Network.untrained(kind, seed), images, seed).network());
  }

  /** A network that takes seconds to make: once for all JVMs of a build. */
  public static Network kept(String name, Supplier<Network> make) {
    return once(
        name,
        Network.class,
        () -> {
          final Path file = FOLDER.resolve(name + ".safetensors");
          if (Files.exists(file)) { // it appears there only when it is whole
            return Network.load(file);
          }
          final Network made = make.get();
          made.save(file);
          return made;
        });
  }

  private static <T> T once(String name, Class<T> type, Supplier<T> make) {
    final Object known = MADE.get(name);
    if (known != null) {
      return type.cast(known);
    }
    final T made = make.get();
    MADE.put(name, made);
    return made;
  }
}
