package org.metasift.sift.panel;

import java.io.Serializable;

/**
 * What one member says of every image of a set.
 *
 * @param name of the member
 * @param suspicion one number an image: higher = less trustworthy; comparable within a class alone
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
public record Opinion(String name, float[] suspicion) implements Serializable {}
