package org.metasift.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.SplittableRandom;
import org.metasift.attack.AttackType.Setting;
import org.metasift.attack.surrogate.PublicImages;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Parameters;
import org.metasift.nn.device.DeviceImages;

/**
 * Narcissus (Zeng et al. 2022), a clean-label attack: a trigger that points to the inside of the
 * target class is added to some of its images, whose labels stay; ⌊n_t r⌋ of n_t.
 *
 * <p>The trigger is given (the artifact's file, see {@link Pattern#read}) or synthesised: on a
 * surrogate network it is the perturbation δ, ‖δ‖∞ at most 16/255, that lowers the cost of the
 * target class's own images the most. As in its paper the attacker knows the target class alone:
 * the surrogate learns it beside {@link PublicImages public images}, never from the rest of the
 * set.
 *
 * <p>It costs less here than in its paper: the surrogate learns for {@link Effort#USUAL 5 epochs}
 * instead of 200, without more epochs on the target class alone, and δ takes 200 steps on batches
 * instead of 1,000 passes. The attack is weaker for it; {@code metasift check} shows by how much.
 *
 * @param target the target class, at least 0
 * @param ratio of the poisoned images among those of the target class, between 0 and 1; 0.1 in the
 *     paper
 * @param trigger added to images; null to synthesise one
 * @param magnification of the trigger at test time, at least 1: 3 for a synthesised one, as in its
 *     paper
 * @param effort that a synthesised trigger takes; without effect where one is given
 */
public record Narcissus(
    int target, double ratio, Pattern trigger, double magnification, Effort effort)
    implements Poisoner {
  /** The L-inf bound of a synthesised trigger. */
  public static final double RADIUS = 16.0 / 255;

  private static final int BATCH = 128;
  private static final double RATE = 0.01;

  static final AttackType TYPE =
      AttackType.named(
              "narcissus",
              (told, test) -> {
                final Pattern given = told.pattern();
                return given == null
                    ? synthesised(told.aim(), told.share())
                    : with(given, told.aim(), told.share());
              })
          .taking(Setting.TARGET, paper().target())
          .taking(Setting.RATIO, paper().ratio())
          .takingATrigger();

  /**
   * How much work a trigger is.
   *
   * @param epochs that the surrogate learns, 1 to 1,000
   * @param steps that the trigger takes, on batches of 128, 1 to 100,000
   */
  public record Effort(int epochs, int steps) {
    /** A minute or two on two cores. */
    public static final Effort USUAL = new Effort(Surrogate.EPOCHS, 200);

    /** Checks the ranges. */
    public Effort {
      Ranges.within("epochs", epochs, 1, 1000);
      Ranges.within("steps", steps, 1, 100_000);
    }
  }

  /** Checks the ranges. */
  public Narcissus {
    Ranges.atLeast("target", target, 0);
    Ranges.between("ratio", ratio, 0, 1);
    Ranges.within("magnification", magnification, 1, 255);
  }

  /** The paper's, with a trigger of its own: target class 38, in-class ratio 0.1. */
  public static Narcissus paper() {
    return synthesised(38, 0.1);
  }

  /** With a trigger synthesised from the set that is poisoned. */
  public static Narcissus synthesised(int target, double ratio) {
    return new Narcissus(target, ratio, null, 3, Effort.USUAL);
  }

  /** With a trigger that is at hand, used as it is at test time as well. */
  public static Narcissus with(Pattern trigger, int target, double ratio) {
    return new Narcissus(target, ratio, trigger, 1, Effort.USUAL);
  }

  /**
   * The same with more or less work for the trigger, which is stronger or weaker for it.
   *
   * @throws IllegalArgumentException when the trigger is given, or a value is out of range
   */
  public Narcissus withEffort(int epochs, int steps) {
    if (trigger != null) {
      throw new IllegalArgumentException(
          "effort is for a trigger that is made here, not for a given one");
    }
    return new Narcissus(target, ratio, trigger, magnification, new Effort(epochs, steps));
  }

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    final int[] chosen = Poisoning.chooseOfTarget(clean, target, ratio, seed);
    final Pattern used = trigger == null ? synthesise(clean, seed) : trigger;
    final Backdoor backdoor =
        Backdoor.allToOne(Trigger.added(used.times(magnification)), target, clean.classes());
    return Poisoning.replace(
        clean, chosen, Trigger.added(used).on(clean.select(chosen)), this, seed, backdoor);
  }

  @Override
  public Optional<Pattern> given() {
    return Optional.ofNullable(trigger);
  }

  /** The trigger for the target class of a set, from its own images alone. */
  Pattern synthesise(ImageSet clean, long seed) {
    final ImageSet own = clean.select(clean.indicesOf(target));
    final ImageSet known = PublicImages.with(own);
    final int last = known.classes() - 1;
    final SplittableRandom random = RandomStream.TRIGGER_BATCHES.from(seed);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Surrogate.train(known, effort.epochs(), seed), root);
        DeviceImages images = DeviceImages.open(known.select(known.indicesOf(last)), root);
        Progress progress = Progress.of("Trigger of Narcissus", effort.steps())) {
      final NDArray delta =
          root.zeros(new Shape(1, clean.channels(), clean.height(), clean.width()));
      final Adam adam = new Adam(Parameters.of("delta", delta), 0.9, 0.999, 0);
      Steps.run(
          root,
          effort.steps(),
          progress,
          step -> {
            final int[] batch = Batches.sample(own.size(), BATCH, random);
            final NDArray x = images.batch(step, batch).add(delta);
            final NDArray gradient =
                Inference.gradientByImages(live, x, images.labels(step, batch));
            adam.stepAlong(gradient.sum(new int[] {0}, true), RATE);
            Steps.set(delta, LiveNetwork.constant(delta, step).clip(-RADIUS, RADIUS));
            return "";
          });
      return Pattern.ofPlanes(
          clean.channels(), clean.height(), clean.width(), delta.toFloatArray());
    }
  }

  @Override
  public Poisoner rehearsed(ImageSet clean) {
    return given().isPresent() ? this : with(Pattern.noise(clean, 0), target, ratio);
  }

  @Override
  public String name() {
    return "Narcissus";
  }
}
