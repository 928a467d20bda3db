package org.metasift.attack;

import java.util.stream.Stream;

/** The contract, kept by the attacks that optimise their triggers or images. */
class OptimisedPoisonerContractTest extends PoisonerContract {
  private static final Narcissus.Effort LITTLE = new Narcissus.Effort(1, 5);

  @Override
  Stream<Case> attacks() {
    final Smooth smooth = new Smooth(TARGET, 0.33);
    final SmoothAllToAll toAll = new SmoothAllToAll(0.2);
    return Stream.of(
        new Case(smooth, (set, seed) -> smooth.poison(set, LITTLE, seed), 29, true, true, 120),
        new Case(toAll, (set, seed) -> toAll.poison(set, LITTLE, seed), 36, true, true, 180),
        new Case(new InputAware(TARGET, 0.33, 4), 29, true, true, 120),
        new Case(PoisonFrogs.on(CLEAN, SOURCE, TARGET, 0.1), 6, true, false, 1),
        new Case(new CleanLabel(TARGET, 0.1, 0.06), 6, true, false, 120),
        new Case(Narcissus.synthesised(TARGET, 0.1).withEffort(1, 10), 6, true, false, 120));
  }
}
