package org.metasift.data;

/**
 * A data set as published: images to train on and images to test on, of the same classes.
 *
 * @param train the training images
 * @param test the test images; none of them shows a physical object of the training images
 * @param origin one sentence for the user that says which data this is
 */
public record Split(ImageSet train, ImageSet test, String origin) {}
