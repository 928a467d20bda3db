package org.metasift.data;

import java.nio.file.Path;
import org.metasift.run.Formats;

/**
 * A file or folder of the user's that cannot be used. The message is one sentence for the person
 * who reads it: where, what is wrong, what is allowed.
 */
public final class BadDataException extends RuntimeException {
  static {
    Formats.english();
  }

  private static final long serialVersionUID = 1L;

  private final transient Path path;

  /**
   * Names a file and what is wrong with it.
   *
   * @param problem a sentence without the path, such as "holds no data set 'X_train'"
   */
  public BadDataException(Path path, String problem) {
    this(path, problem, null);
  }

  /** As above, with the failure that revealed it. */
  public BadDataException(Path path, String problem, Throwable cause) {
    super(path + ": " + problem, cause);
    this.path = path;
  }

  /** The file or folder. */
  public Path path() {
    return path;
  }
}
