package org.metasift.compute;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.metasift.io.Formats;

/**
 * The device that networks run on, and the root of all native memory.
 *
 * <p>Chosen once per process, at first use: the one given to {@link #use}, else the environment
 * variable {@code METASIFT_DEVICE} ({@code cpu}, {@code gpu}, {@code gpu:1}) where it is set, else
 * the first GPU, else the CPU.
 */
public final class Compute {
  private static final Set<NDManager> ROOTS = ConcurrentHashMap.newKeySet();

  static {
    Formats.english();
  }

  private static final String VARIABLE = "METASIFT_DEVICE";

  private static Device device;
  private static boolean named;

  private Compute() {}

  /**
   * The device of this process.
   *
   * @throws IllegalArgumentException when METASIFT_DEVICE names one that is not there
   */
  public static synchronized Device device() {
    if (device == null) {
      final String wish = System.getenv(VARIABLE);
      device = choose(VARIABLE, wish, gpus());
      named = isNamed(wish);
    }
    return device;
  }

  /**
   * Names the device of this process; to be called before its first use.
   *
   * @param option where the name comes from, for messages
   * @param wish {@code cpu}, {@code gpu} or {@code gpu:N}
   * @throws IllegalArgumentException when it is none of these, or is not there
   * @throws IllegalStateException when networks have run on another one already
   */
  public static synchronized void use(String option, String wish) {
    final Device chosen = choose(option, wish, gpus());
    if (device != null && !device.equals(chosen)) {
      throw new IllegalStateException(
          "networks of this process run on %s already: %s '%s' comes too late"
              .formatted(device, option, wish));
    }
    device = chosen;
    named = isNamed(wish);
  }

  /** Keeps this process to its one device: it is one of several that share the work. */
  public static synchronized void keepToOne() {
    device();
    named = true;
  }

  /**
   * The devices that tasks which need nothing of each other may be spread over, as METASIFT_DEVICE
   * names them: the one that was named, else every GPU, else the CPU.
   */
  public static synchronized List<String> devices() {
    return spread(device(), named, gpus());
  }

  static List<String> spread(Device device, boolean named, int gpus) {
    if (named || !device.isGpu()) {
      return List.of(device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu");
    }
    return IntStream.range(0, gpus).mapToObj(gpu -> "gpu:" + gpu).toList();
  }

  private static int gpus() {
    // the engine reports its first use over the network unless told not to
    System.setProperty("OPT_OUT_TRACKING", "true");
    return Engine.getInstance().getGpuCount();
  }

  private static boolean isNamed(String wish) {
    return wish != null && !wish.isBlank();
  }

  /** Whether networks run on a GPU. */
  public static boolean onGpu() {
    return device().isGpu();
  }

  /**
   * Opens a root for native arrays on {@link #device}; the caller owns it and closes it, and with
   * it every array made below it.
   */
  public static NDManager open() {
    final Device where = device();
    final NDManager root = Engine.getInstance().newBaseManager(where);
    ROOTS.removeIf(old -> !old.isOpen());
    ROOTS.add(root);
    return root;
  }

  /** Fixes the engine's own random numbers, such as the dropout's, for work with this seed. */
  public static void seed(long seed) {
    device();
    Engine.getInstance().setRandomSeed((int) RandomStream.ENGINE.seed(seed));
  }

  /**
   * How many native arrays live below the roots that {@link #open} gave out: 0 when no work is
   * going on, however the last one ended.
   */
  public static int liveArrays() {
    return ROOTS.stream()
        .filter(NDManager::isOpen)
        .mapToInt(root -> root.getManagedArrays().size())
        .sum();
  }

  /** For people: the device, its cores, and the versions of the engine and of Java. */
  public static String describe() {
    final String where =
        onGpu()
            ? "GPU " + device().getDeviceId()
            : "CPU, %d cores".formatted(Runtime.getRuntime().availableProcessors());
    return "%s; PyTorch %s by DJL; Java %s on %s"
        .formatted(
            where,
            Engine.getInstance().getVersion(),
            System.getProperty("java.version"),
            System.getProperty("os.name"));
  }

  static Device choose(String source, String wish, int gpus) {
    final String name = wish == null ? "" : wish.strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return gpus > 0 ? Device.gpu() : Device.cpu();
    }
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    if (name.matches("gpu(:\\d{1,3})?")) {
      final int index = name.length() == 3 ? 0 : Integer.parseInt(name.substring(4));
      if (index < gpus) {
        return Device.gpu(index);
      }
      throw new IllegalArgumentException(
          "%s is '%s', but this machine has %s that PyTorch can use"
              .formatted(source, wish, gpus == 0 ? "no GPU" : "GPU 0 to " + (gpus - 1)));
    }
    throw new IllegalArgumentException(
        "%s is '%s'; cpu, gpu and gpu:N are allowed".formatted(source, wish));
  }
}
