package org.metasift.data.array;

import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.nio.file.Path;
import org.metasift.data.BadDataException;

/** The message where jHDF cannot read a file: its own reason, and a remedy. */
public final class H5Fault {
  private static final String COPY =
      "; copy it into a plain one (h5py: out['images'] = file['images'][:])";

  private H5Fault() {}

  /** The failure as one sentence. */
  public static BadDataException of(Path path, Throwable failure) {
    Throwable reason = failure;
    while (!(reason instanceof UnsupportedHdfException) && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return new BadDataException(path, sentence(reason), failure);
  }

  private static String sentence(Throwable reason) {
    final String message = String.valueOf(reason.getMessage());
    if (!(reason instanceof HdfException)) {
      return "cannot be read as HDF5; it is cut off, damaged or of another format";
    }
    if (message.contains("Virtual storage")) {
      return "holds a virtual data set, whose values lie in other files, which is not read" + COPY;
    }
    if (message.contains("External Data Files")) {
      return "holds a data set with external storage, whose values lie in another file, which is not read"
          + COPY;
    }
    return reason instanceof UnsupportedHdfException
        ? "is HDF5 of a kind that is not read (%s); %s".formatted(message, H5Filters.REMEDY)
        : "cannot be read as HDF5 (%s); it is cut off, damaged or of another format"
            .formatted(message);
  }
}
