package org.metasift.cli.option;

import java.util.ArrayList;
import java.util.Arrays;
import org.metasift.tune.PseudoPoison;

/** What {@code --pseudo} can be told. */
public final class PseudoKinds extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  public PseudoKinds() {
    super(Arrays.stream(PseudoPoison.Kind.values()).map(PseudoPoison.Kind::toString).toList());
  }
}
