package org.metasift.sift.panel;

import java.io.Serializable;
import java.util.List;
import org.metasift.data.ImageSet;

/** A member of the panel: looks at a set, blind to the truth, and says what it finds suspicious. */
interface Member extends Serializable {
  /** Its name, which its opinions begin with. */
  String name();

  /**
   * Whether it sees anything of this set that others do not; a grey view of grey images does not.
   */
  default boolean hasAView(ImageSet images) {
    return true;
  }

  /**
   * Looks at a set.
   *
   * @param seed its own
   * @return its opinions, at least one
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  List<Opinion> look(ImageSet images, long seed);

  /** What a look takes, for a forecast. */
  MemberWork work();
}
