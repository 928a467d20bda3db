package org.metasift.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.experiment.KeptCells;
import org.metasift.lab.Forecast;
import org.metasift.nn.Architecture;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.panel.MemberKind;
import org.metasift.sift.panel.Panel;
import org.metasift.tune.PseudoPoison;
import org.metasift.tune.SiftTuner;

/**
 * What is said before long work begins: about how long it takes on this device and, where that is
 * more than a minute, what is quicker.
 *
 * @param work what it is, such as "Sifting"
 * @param seconds that it takes
 * @param quicker options of the command line, with the seconds that it takes with them
 */
record WaitingTime(String work, double seconds, Map<String, Double> quicker) {
  private static final double LONG = 60;
  private static final double WORTH_IT = 0.8;

  /** Copies the options. */
  WaitingTime {
    quicker = new LinkedHashMap<>(quicker);
  }

  /**
   * A pick.
   *
   * @param name of the sifter, as in {@link org.metasift.sift.catalog.Sifters#names}
   */
  static WaitingTime ofSifting(String name, SifterSettings settings, ImageSet images) {
    final Forecast here = new Forecast(images);
    final double seconds = here.sifter(name, settings);
    final Map<String, Double> quicker = new LinkedHashMap<>();
    if (seconds > LONG) {
      final MetaSift.Settings metaSift = settings.metaSift();
      final Panel.Settings panel = settings.panel();
      switch (name) {
        case "meta-sift", "no-weigher" -> {
          if (metaSift.equals(MetaSift.Settings.paper())) {
            final MetaSift.Settings compact = MetaSift.Settings.compact();
            put(quicker, "--profile compact", here, name, new SifterSettings(compact, panel));
          }
          final MetaSift.Settings one = metaSift.withSifters(1);
          put(quicker, "--num-sifters 1", here, name, new SifterSettings(one, panel));
        }
        case "panel" -> {
          final Panel.Settings less = panel.with(MemberKind.EDGES, 1).with(MemberKind.INTERIOR, 0);
          put(
              quicker,
              "--members edges=1,interior=0",
              here,
              name,
              new SifterSettings(metaSift, less));
        }
        default -> {} // none has settings of its own
      }
      quicker.put("--sifter loss-scan", here.sifter("loss-scan", settings));
    }
    return new WaitingTime("Sifting", seconds, quicker);
  }

  private static void put(
      Map<String, Double> quicker,
      String option,
      Forecast here,
      String name,
      SifterSettings settings) {
    quicker.put(option, here.sifter(name, settings));
  }

  /**
   * A training, and the judging of the network.
   *
   * @param attacked whether attacked images are judged as well
   */
  static WaitingTime ofTraining(
      Architecture network, Training.Settings settings, Split split, boolean attacked) {
    final Forecast here = new Forecast(split.train());
    final double judging = here.looking(network, (attacked ? 2 : 1) * split.test().size());
    final double seconds = here.training(network, settings) + judging;
    final Map<String, Double> quicker = new LinkedHashMap<>();
    if (seconds > LONG) {
      final Training.Settings once = settings.withEpochs(1);
      final ResNet18 narrow = ResNet18.forImages(8, split.train());
      quicker.put("--epochs 1", here.training(network, once) + judging);
      quicker.put("--network resnet18-8", here.training(narrow, settings) + judging);
    }
    return new WaitingTime("Training", seconds, quicker);
  }

  /**
   * The first round of a search for settings; a search ends with it, or goes on for a time.
   *
   * @param first the settings that are tried first
   */
  static WaitingTime ofTuning(
      List<MetaSift.Settings> first, SiftTuner.Settings effort, ImageSet images) {
    final Forecast here = new Forecast(images);
    final Map<String, Double> quicker = new LinkedHashMap<>();
    final double seconds = round(first, effort.copies(), effort, here);
    if (seconds > LONG) {
      quicker.put(
          "--copies " + effort.kinds().size(), round(first, effort.kinds().size(), effort, here));
      quicker.put("--candidates 1", round(first.subList(0, 1), effort.copies(), effort, here));
      final SifterSettings usual = new SifterSettings(first.get(0));
      quicker.put("'sift --sifter panel', which needs no tuning", here.sifter("panel", usual));
    }
    return new WaitingTime("The first round of the search", seconds, quicker);
  }

  /** All on a copy of each kind, a third on all copies, a third of these with one vote more. */
  private static double round(
      List<MetaSift.Settings> first, int copies, SiftTuner.Settings effort, Forecast here) {
    final int kinds = effort.kinds().size();
    final double all = here.trials(first);
    final double each = all / first.size();
    final int third = Math.min(first.size(), Math.max(2, (first.size() + 2) / 3));
    final int ninth = Math.min(third, Math.max(2, (third + 2) / 3));
    final double triggers =
        effort.kinds().contains(PseudoPoison.Kind.NARCISSUS)
            ? here.attacks(List.of("narcissus")) * copies / kinds
            : 0;
    return triggers
        + all * kinds
        + third * each * (copies - kinds)
        + (effort.mostSifters() > 1 ? ninth * each * copies : 0);
  }

  /**
   * The cells of a table that are not there yet.
   *
   * @param all for each attack and seed the sifters that are missing, which may be none
   */
  static WaitingTime ofTable(List<KeptCells.Open> all, SifterSettings settings, Split split) {
    final List<KeptCells.Open> open = all.stream().filter(one -> !one.sifters().isEmpty()).toList();
    final Forecast here = new Forecast(split.train());
    final double seconds = table(open, settings, here);
    final Map<String, Double> quicker = new LinkedHashMap<>();
    if (seconds > LONG) {
      final long first = open.get(0).seed();
      quicker.put(
          "--seeds " + first,
          table(open.stream().filter(one -> one.seed() == first).toList(), settings, here));
      final String attack = open.get(0).attack().name();
      quicker.put(
          "--attacks " + attack,
          table(
              open.stream().filter(one -> one.attack().name().equals(attack)).toList(),
              settings,
              here));
      if (open.size() == all.size()) { // what is kept is kept for other settings
        final MetaSift.Settings narrow = settings.metaSift().quick();
        quicker.put(
            "--width %d --stride %d --lr %s"
                .formatted(narrow.width(), narrow.stride(), narrow.learningRate()),
            table(open, new SifterSettings(narrow, settings.panel()), here));
      }
    }
    return new WaitingTime("The table", seconds, quicker);
  }

  private static double table(List<KeptCells.Open> open, SifterSettings settings, Forecast here) {
    double seconds = 0;
    final Map<Long, List<String>> attacks =
        open.stream()
            .filter(one -> !one.sifters().isEmpty() && one.attack().trigger() == null)
            .collect(
                Collectors.groupingBy(
                    KeptCells.Open::seed,
                    Collectors.mapping(one -> one.attack().name(), Collectors.toList())));
    for (final List<String> ofSeed : attacks.values()) {
      seconds += here.attacks(ofSeed);
    }
    for (final KeptCells.Open cells : open) {
      for (final String sifter : cells.sifters()) {
        seconds += here.sifter(sifter, settings);
      }
      // one network serves all of these
      final long shared = cells.sifters().stream().filter(Forecast.OF_SCOUT::contains).count();
      seconds -= shared > 1 ? (shared - 1) * here.scout(settings) : 0;
    }
    return seconds;
  }

  /** The same where as many pieces of it are worked on at one time. */
  public WaitingTime sharedBy(int workers) {
    final Map<String, Double> shared = new LinkedHashMap<>();
    quicker.forEach((option, time) -> shared.put(option, time / workers));
    return new WaitingTime(work, seconds / workers, shared);
  }

  /** Tells it to a person; nothing of work that is nothing to wait for. */
  void tell(PrintWriter to) {
    if (seconds > 0) {
      to.println(this);
      to.flush();
    }
  }

  /** One line, and another where there is something quicker. */
  @Override
  public String toString() {
    final String told = "%s takes %s on this device.".formatted(work, Forecast.text(seconds));
    final String instead =
        quicker.entrySet().stream()
            .filter(one -> one.getValue() < WORTH_IT * seconds)
            .map(one -> "%s (%s)".formatted(one.getKey(), Forecast.text(one.getValue())))
            .collect(Collectors.joining(", "));
    return instead.isEmpty() || seconds <= LONG ? told : "%s%nQuicker: %s".formatted(told, instead);
  }
}
