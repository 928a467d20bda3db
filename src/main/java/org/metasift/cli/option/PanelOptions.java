package org.metasift.cli.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.metasift.io.Records;
import org.metasift.sift.panel.Panel;
import picocli.CommandLine.Option;

/** Who sits on the panel. */
@HelpGroup.In(HelpGroup.PANEL)
public final class PanelOptions {
  private static final Map<String, String> FIELDS =
      Map.of(
          "whole",
          "whole",
          "grey",
          "grey",
          "edges",
          "edges",
          "interior",
          "interior",
          "pattern",
          "fixedPattern");

  @Option(
      names = "--members",
      split = ",",
      paramLabel = "VIEW=N",
      description =
          "Number of networks that see the images whole, grey, as edges, or only inside (interior), and pattern=0 or 1 for the member that looks for a fixed pattern. Those not named keep their default (default: whole=1,grey=1,edges=2,interior=1,pattern=1).")
  private Map<String, Integer> members = new LinkedHashMap<>();

  @Option(
      names = "--fill",
      description = "Pick from every class, even from those that the panel does not vouch for.")
  private boolean fill;

  /**
   * The settings of the panel.
   *
   * @param images how many there are, to fit them to
   */
  public Panel.Settings settings(int images) {
    return settings().fittedTo(images);
  }

  private Panel.Settings settings() {
    Panel.Settings settings = fill ? Panel.Settings.standard().filled() : Panel.Settings.standard();
    for (final Map.Entry<String, Integer> member : members.entrySet()) {
      final String field = FIELDS.get(member.getKey());
      if (field == null) {
        throw new IllegalArgumentException(
            "--members names '%s'; %s are allowed"
                .formatted(
                    member.getKey(),
                    FIELDS.keySet().stream().sorted().collect(Collectors.joining(", "))));
      }
      settings = with(settings, field, member.getValue());
    }
    return settings;
  }

  private static Panel.Settings with(Panel.Settings settings, String field, int count) {
    if (field.equals("fixedPattern")) {
      if (count != 0 && count != 1) {
        throw new IllegalArgumentException(
            "--members has pattern=%d; 0 and 1 are allowed".formatted(count));
      }
      return Records.with(settings, field, count == 1);
    }
    try {
      return Records.with(settings, field, count);
    } catch (final IllegalArgumentException e) {
      throw new IllegalArgumentException("--members: " + e.getMessage(), e);
    }
  }

  /** Refuses the options where no panel is asked for. */
  public void checkFor(List<String> sifters) {
    if (!sifters.contains("panel")) {
      final Map<String, Object> given = new LinkedHashMap<>();
      given.put("--fill", fill ? Boolean.TRUE : null);
      given.put("--members", members.isEmpty() ? null : members);
      MetaSiftOptions.refuse(given, sifters);
    }
  }
}
