package org.metasift.data.decode;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * The bytes of one image for a decoder, which must be done with them in time: a damaged file must
 * not keep it busy for ever, be it by asking again and again at the end.
 */
final class BoundedStream extends ImageInputStreamImpl {
  private static final long MOST_NANOS = 60_000_000_000L;
  private static final int MOST_ENDS = 10_000;

  private final byte[] bytes;
  private long start = System.nanoTime();
  private int ends;

  BoundedStream(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The time begins now: a decoder may have waited for its turn. */
  void restart() {
    start = System.nanoTime();
  }

  @Override
  public int read() throws IOException {
    final byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      if (++ends > MOST_ENDS) {
        throw new IOException("is cut off");
      }
      return -1;
    }
    if (System.nanoTime() - start > MOST_NANOS) {
      throw new IOException("takes longer than a minute to decode");
    }
    final int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
