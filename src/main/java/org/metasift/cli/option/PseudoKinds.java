package org.metasift.cli.option;

import java.util.ArrayList;
import java.util.Arrays;
import org.metasift.tune.PseudoPoison;

/** The values that {@code --pseudo} takes. */
public final class PseudoKinds extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  public PseudoKinds() {
    super(Arrays.stream(PseudoPoison.Kind.values()).map(PseudoPoison.Kind::toString).toList());
  }
}
