package org.metasift.data;

import java.io.Serializable;

/**
 * A data set as it is trained and tested on.
 *
 * @param train the images a network learns from
 * @param test the images it is judged on, with the same size, channels and classes
 * @param origin one sentence for the user that says which data this is and where it came from
 */
public record Split(ImageSet train, ImageSet test, String origin) implements Serializable {}
