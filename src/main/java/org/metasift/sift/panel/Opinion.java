package org.metasift.sift.panel;

import java.io.Serializable;

/**
 * What one member says of every image of a set.
 *
 * @param name of the member
 * @param suspicion one number an image: higher = less trustworthy; comparable within a class alone
 * @param calls the class that the member takes each image for; empty where it knows no classes
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
public record Opinion(String name, float[] suspicion, int[] calls) implements Serializable {
  /** Of a member that knows no classes. */
  Opinion(String name, float... suspicion) {
    this(name, suspicion, new int[0]);
  }
}
