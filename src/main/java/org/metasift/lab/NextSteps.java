package org.metasift.lab;

import java.util.List;
import java.util.Map;
import org.metasift.data.ImageSet;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Suspects;

/** What to do with a pick. */
public final class NextSteps {
  private NextSteps() {}

  /**
   * Of a pick that no run's folder holds: look at the suspects.
   *
   * @param base what was picked from {@code images}
   */
  public static Map<String, List<String>> ofPick(BaseSet base, ImageSet images) {
    return Map.of(
        "Look at the suspects: %s lists all %,d images, least trusted first. The first ones are shown at the end of this page; %,d images were not picked."
            .formatted(Suspects.FILE, images.size(), images.size() - base.size()),
        List.of());
  }
}
