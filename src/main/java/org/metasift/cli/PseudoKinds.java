package org.metasift.cli;

import java.util.ArrayList;
import java.util.Arrays;
import org.metasift.tune.PseudoPoison;

/** What {@code --pseudo} can be told. */
final class PseudoKinds extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  PseudoKinds() {
    super(Arrays.stream(PseudoPoison.Kind.values()).map(PseudoPoison.Kind::toString).toList());
  }
}
