package org.metasift.io;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names of contents: the first 16 hexadecimal digits of their SHA-256. */
public final class Fingerprint {
  private static final int BYTES = 8;

  private Fingerprint() {}

  /** A digest that has seen nothing yet. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The fingerprint of the bytes that a digest has seen; resets the digest. */
  public static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
