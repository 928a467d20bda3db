package org.metasift.compute;

import java.util.ArrayList;
import java.util.List;

/** What work tells of its progress. */
public final class Told {
  private Told() {}

  /**
   * Does a piece of work.
   *
   * @return its bars and steps in order: "Title of 2", "1 a note", "2 a note", and once more with a
   *     full stop when the bar is done
   */
  public static List<String> by(Runnable work) {
    final List<String> told = new ArrayList<>();
    Progress.showOn(
        (title, total) -> {
          told.add(title + " of " + total);
          return (done, note, finished) -> told.add(done + " " + note + (finished ? "." : ""));
        });
    try {
      work.run();
    } finally {
      Progress.showOn(Progress.Display.silent());
    }
    return told;
  }
}
