package org.metasift.nn.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.metasift.data.BadDataException;

/**
 * What a file of weights is by its first bytes. Its ending says little: PyTorch's own examples name
 * one format .pt, .pth, .ckpt, .bin and .tar.
 */
public enum WeightFormat {
  /** A zip file: {@code torch.save} since PyTorch 1.6. */
  CHECKPOINT(""),
  SAFETENSORS(""),
  OLD_CHECKPOINT(
      "is in the format of PyTorch before 1.6; load it in a newer PyTorch and torch.save it again"),
  PICKLE("is a bare pickle; load it in Python and torch.save(model.state_dict(), ...)"),
  HDF5("is an HDF5 file, as Keras writes them"),
  PACKED("is packed with gzip; unpack it"),
  TAR("is a tar archive; unpack it"),
  TEXT("is a text file, such as a web page or a pointer of Git LFS that was saved in its place"),
  EMPTY("is empty"),
  OTHER("is of an unknown format");

  private static final int BYTES = 512;
  private static final int TAR_MARK = 257;

  private final String refusal;

  WeightFormat(String refusal) {
    this.refusal = refusal;
  }

  /**
   * The format of a file.
   *
   * @throws BadDataException when it is missing, a folder or cannot be read, or is of a format that
   *     is not read
   */
  public static WeightFormat of(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadDataException(file, "is a folder; a file of weights is needed");
    }
    final byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(BYTES);
    } catch (final NoSuchFileException e) {
      throw new BadDataException(file, "does not exist", e);
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be read (%s)".formatted(e.getMessage()), e);
    }
    final WeightFormat format = of(start);
    if (!format.refusal.isEmpty()) {
      throw new BadDataException(
          file,
          format.refusal
              + "; the weights of a network are read from a PyTorch checkpoint (a zip file) or a"
              + " safetensors file");
    }
    return format;
  }

  private static WeightFormat of(byte[] start) {
    if (begins(start, 0, "PK\3\4")) {
      return CHECKPOINT;
    }
    if (begins(start, 8, "{")) { // after the length of its header
      return SAFETENSORS;
    }
    if (start.length > 3 && start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5) {
      return start[2] == (byte) 0x8a ? OLD_CHECKPOINT : PICKLE;
    }
    if (begins(start, 0, "\u0089HDF\r\n")) {
      return HDF5;
    }
    if (begins(start, 0, "\u001f\u008b")) {
      return PACKED;
    }
    if (begins(start, TAR_MARK, "ustar")) {
      return TAR;
    }
    return start.length == 0 ? EMPTY : isText(start) ? TEXT : OTHER;
  }

  private static boolean begins(byte[] start, int at, String mark) {
    final byte[] bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
    return start.length >= at + bytes.length
        && Arrays.equals(start, at, at + bytes.length, bytes, 0, bytes.length);
  }

  private static boolean isText(byte[] start) {
    for (final byte one : start) {
      if (one >= 0 && one < ' ' && one != '\n' && one != '\r' && one != '\t') {
        return false;
      }
    }
    return true;
  }
}
