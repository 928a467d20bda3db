package org.metasift.data;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.metasift.compute.Progress;
import org.metasift.io.Formats;

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

  /** Of a file or folder that is missing or cannot be read. */
  public static BadDataException unreadable(Path path, IOException e) {
    Progress.checkStop(); // an interrupted thread sees its channels closed
    return new BadDataException(
        path,
        e instanceof NoSuchFileException
            ? "does not exist"
            : "cannot be read (%s)".formatted(reason(e)),
        e);
  }

  /** What the system says of a failure, else its kind and message. */
  public static String reason(IOException e) {
    return e instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** The file or folder. */
  public Path path() {
    return path;
  }
}
