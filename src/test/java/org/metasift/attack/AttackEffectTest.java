package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metasift.Fixture;
import org.metasift.data.ImageSet;
import org.metasift.nn.Inference;
import org.metasift.nn.Network;

/**
 * That a network trained under an attack does what the attacker wants, and a clean one does not.
 */
class AttackEffectTest {
  // enough for a trigger that a network learns; these attacks share the surrogate
  private static final Narcissus.Effort LITTLE = new Narcissus.Effort(2, 30);

  static Stream<Named<Poisoner>> attacks() {
    return Stream.of(
            new BadNets(Fixture.TARGET, 0.33),
            new BadNetsAllToAll(0.3),
            new Blended(Fixture.TARGET, 0.33, 0.2),
            new BlendedAllToAll(0.3, 0.2),
            new TargetedLabelFlip(Fixture.SOURCE, Fixture.TARGET, 0.5),
            // a strong trigger that is given: a synthesised one fools the clean network here, too
            Narcissus.with(Fixture.noise().times(6), Fixture.TARGET, 0.5))
        .map(attack -> Named.of(attack.name(), attack));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void theBackdoorOpensOnlyThePoisonedNetwork(Poisoner attack) {
    opens(Fixture.poisoned(attack));
  }

  @Test
  @Tag("soak") // a minute for one image
  void poisonFrogsTurnTheirVictim() {
    opens(
        Fixture.poisoned(
            PoisonFrogs.on(Fixture.signs().test(), Fixture.SOURCE, Fixture.TARGET, 0.5)));
  }

  private static void opens(PoisonedSet poisoned) {
    final double open = rate(Fixture.trained(poisoned.images(), 0), poisoned.backdoor());
    final double shut = rate(Fixture.clean(), poisoned.backdoor());
    assertThat(open).isGreaterThan(shut + 0.3);
  }

  @Test
  void smoothOpensIt() {
    opens(new Smooth(Fixture.TARGET, 0.33).poison(Fixture.signs().train(), LITTLE, 0));
  }

  @Test
  void smoothToAllOpensIt() {
    opens(new SmoothAllToAll(0.3).poison(Fixture.signs().train(), LITTLE, 0));
  }

  @Test
  void aTriggerForEveryImageOpensIt() {
    final InputAware attack = new InputAware(Fixture.TARGET, 0.33, 12);
    opens(attack.poison(Fixture.signs().train(), LITTLE.epochs(), 0));
  }

  @Test
  void wrongLabelsCostAccuracy() {
    final PoisonedSet poisoned = Fixture.poisoned(new RandomLabelFlip(0.5));
    final double spoilt = accuracy(Fixture.trained(poisoned.images(), 0));
    assertThat(spoilt).isLessThan(accuracy(Fixture.clean()) - 0.05);
  }

  private static double accuracy(Network network) {
    final ImageSet test = Fixture.signs().test();
    return (double) Inference.right(Inference.predict(network, test), test.labels()) / test.size();
  }

  /** The share of attacked test images that get the wanted answer: the ASR, 0 to 1. */
  private static double rate(Network network, Backdoor backdoor) {
    final ImageSet attacked = backdoor.attacked(Fixture.signs().test());
    final int[] said = Inference.predict(network, attacked);
    double right = 0;
    for (int i = 0; i < said.length; i++) {
      right += said[i] == backdoor.wanted(attacked.label(i)) ? 1 : 0;
    }
    return right / said.length;
  }
}
