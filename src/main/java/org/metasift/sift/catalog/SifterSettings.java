package org.metasift.sift.catalog;

import java.io.Serializable;
import org.metasift.sift.baseline.Scout;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.panel.Panel;

/**
 * The settings of sifters that are made by name.
 *
 * @param metaSift of Meta-Sift, and of {@code no-weigher}, which is Meta-Sift without the weigher;
 *     other sifters that train a network of their own take its width and stride from them
 * @param panel of the panel
 */
public record SifterSettings(MetaSift.Settings metaSift, Panel.Settings panel)
    implements Serializable {
  /** With the standard panel. */
  public SifterSettings(MetaSift.Settings metaSift) {
    this(metaSift, Panel.Settings.standard());
  }

  /** A scout that has trained nothing yet, with the network of Meta-Sift's settings. */
  public Scout scout() {
    return Scout.like(metaSift);
  }
}
