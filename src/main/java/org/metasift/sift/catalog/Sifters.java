package org.metasift.sift.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.metasift.sift.Sifter;
import org.metasift.sift.baseline.ClassMeanDistance;
import org.metasift.sift.baseline.LossScan;
import org.metasift.sift.baseline.ModelInversion;
import org.metasift.sift.baseline.RandomPick;
import org.metasift.sift.baseline.Scout;
import org.metasift.sift.baseline.SelfInfluence;
import org.metasift.sift.baseline.SpectralFilter;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.NoWeigher;
import org.metasift.sift.panel.Panel;

/** All sifters by name; a new one gets its entry here. */
public final class Sifters {
  private static final Map<String, BiFunction<SifterSettings, Scout, Sifter>> MADE =
      new LinkedHashMap<>();

  static {
    MADE.put("meta-sift", (settings, scout) -> new MetaSift(settings.metaSift()));
    MADE.put("panel", (settings, scout) -> new Panel(settings.panel()));
    MADE.put("no-weigher", (settings, scout) -> new NoWeigher(settings.metaSift()));
    MADE.put("loss-scan", (settings, scout) -> LossScan.like(settings.metaSift()));
    MADE.put("dcm", (settings, scout) -> new ClassMeanDistance());
    MADE.put("mi-dcm", (settings, scout) -> new ModelInversion(scout));
    MADE.put("sf-least", (settings, scout) -> new SpectralFilter(scout));
    MADE.put("self-if", (settings, scout) -> new SelfInfluence(scout));
    MADE.put("random", (settings, scout) -> new RandomPick());
  }

  private Sifters() {}

  /** The names, Meta-Sift first. */
  public static List<String> names() {
    return List.copyOf(MADE.keySet());
  }

  /**
   * The name as it stands in {@link #names}.
   *
   * @throws IllegalArgumentException when there is no such sifter
   */
  public static String canonical(String name) {
    final String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    final String known = plain.equals("metasift") ? "meta-sift" : plain;
    if (!MADE.containsKey(known)) {
      throw new IllegalArgumentException(
          "there is no sifter '%s'; there are %s".formatted(name, String.join(", ", names())));
    }
    return known;
  }

  /**
   * A sifter by name.
   *
   * @param scout trains the network that MI-DCM, SF-Least and Self-IF look at; {@link
   *     SifterSettings#scout} for a new one
   * @throws IllegalArgumentException when there is no such sifter
   */
  public static Sifter named(String name, SifterSettings settings, Scout scout) {
    return MADE.get(canonical(name)).apply(settings, scout);
  }
}
