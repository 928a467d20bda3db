package org.metasift.lab;

import java.util.ArrayList;
import java.util.List;
import org.metasift.data.ImageSet;
import org.metasift.sift.BaseSet;
import org.metasift.sift.panel.Panel;

/** Notes on a pick for people, beside its figures: one line each. */
final class PickNotes {
  private PickNotes() {}

  /**
   * The lines.
   *
   * @param panel how a panel came to the pick; null for another sifter
   */
  static List<String> of(BaseSet base, Panel.Outcome panel, ImageSet images) {
    final List<String> notes = new ArrayList<>();
    if (panel != null) {
      panel
          .absent()
          .forEach(
              one ->
                  notes.add(
                      "the panel has no member '%s' here: these images have nothing for it to see"
                          .formatted(one)));
      panel
          .unlearned()
          .forEach(
              one ->
                  notes.add(
                      "the panel's member '%s' learned less than it should, so its vote means little: the set is too small for it, or its labels are too wild"
                          .formatted(one)));
    }
    for (final BaseSet.LeftOut one : base.leftOut()) {
      notes.add(
          "class %d (%s) is left out, %d images of the budget: %s; with setting 'fill' its share is picked all the same"
              .formatted(
                  one.label(), images.classNames().get(one.label()), one.share(), one.why()));
    }
    return notes;
  }
}
