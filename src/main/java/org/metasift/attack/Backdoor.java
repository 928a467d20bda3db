package org.metasift.attack;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;

/**
 * What an attacker does with a network trained on the poisoned set: shows it images with a trigger
 * and hopes for other answers than the right ones.
 *
 * @param trigger put on the images
 * @param wanted for each class the answer that the attacker wants for an image of it; a class that
 *     is not attacked wants itself
 * @param victims the very images that are attacked; null where all of the attacked classes are
 */
@SuppressWarnings("ArrayRecordComponent") // a small table, copied in and out
public record Backdoor(Trigger trigger, int[] wanted, ImageSet victims) {
  /** Copies the table and checks it. */
  public Backdoor {
    wanted = wanted.clone();
    for (final int answer : wanted) {
      if (answer < 0 || answer >= wanted.length) {
        throw new IllegalArgumentException(
            "class %d is wanted; 0 to %d is allowed".formatted(answer, wanted.length - 1));
      }
    }
  }

  /** An attack on all images of the classes that want another answer. */
  public Backdoor(Trigger trigger, int... wanted) {
    this(trigger, wanted, null);
  }

  /** Images of every class should be taken for {@code target}. */
  static Backdoor allToOne(Trigger trigger, int target, int classes) {
    return new Backdoor(trigger, IntStream.range(0, classes).map(c -> target).toArray());
  }

  /** Images of every class should be taken for the next one, those of the last for the first. */
  static Backdoor allToNext(Trigger trigger, int classes) {
    return new Backdoor(trigger, IntStream.range(0, classes).map(c -> (c + 1) % classes).toArray());
  }

  /** Images of {@code source} are to be taken for {@code target}, as they are. */
  static Backdoor oneToOne(int source, int target, int classes) {
    return new Backdoor(
        Trigger.NONE, IntStream.range(0, classes).map(c -> c == source ? target : c).toArray());
  }

  /** These images, of any class, are to be taken for {@code target}, as they are. */
  static Backdoor instances(ImageSet victims, int target) {
    return new Backdoor(
        Trigger.NONE,
        IntStream.range(0, victims.classes())
            .map(c -> victims.indicesOf(c).length > 0 ? target : c)
            .toArray(),
        victims);
  }

  /** Nothing is wanted but errors: the harm is a lower accuracy. */
  static Backdoor none(int classes) {
    return new Backdoor(Trigger.NONE, IntStream.range(0, classes).toArray());
  }

  @Override
  public int[] wanted() {
    return wanted.clone();
  }

  /** The answer wanted for an image of this class. */
  public int wanted(int label) {
    return wanted[label];
  }

  /** Whether images of this class are attacked. */
  public boolean attacks(int label) {
    return wanted[label] != label;
  }

  /** Whether any class is attacked; if not, there is no attack success rate. */
  public boolean hasAim() {
    return IntStream.range(0, wanted.length).anyMatch(this::attacks);
  }

  /**
   * The attacked images of a set with the trigger on them, or the {@link #victims} where the attack
   * is on those; labels stay the right ones.
   *
   * @throws IllegalArgumentException when the set has other classes, or the trigger does not fit
   */
  public ImageSet attacked(ImageSet images) {
    if (images.classes() != wanted.length) {
      throw new IllegalArgumentException(
          "an attack on %d classes, images of %d; they must be equal"
              .formatted(wanted.length, images.classes()));
    }
    if (victims != null) {
      return victims;
    }
    return trigger.on(
        images.select(
            IntStream.range(0, images.size()).filter(i -> attacks(images.label(i))).toArray()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Backdoor backdoor
        && trigger.equals(backdoor.trigger)
        && Objects.equals(victims, backdoor.victims)
        && Arrays.equals(wanted, backdoor.wanted);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(wanted);
  }

  @Override
  public String toString() {
    return "Backdoor" + Arrays.toString(wanted);
  }
}
