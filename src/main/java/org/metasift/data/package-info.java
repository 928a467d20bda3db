/**
 * Labelled images in memory: {@link org.metasift.data.ImageSet}, and a training and a test set
 * together, {@link org.metasift.data.Split}. No engine is needed for any of it.
 *
 * <p>Pixels are uint8 from 0 (dark) to 255, (n, height, width, channels) with 1 or 3 channels;
 * labels are ints from 0 on. A file that cannot be used is a {@link
 * org.metasift.data.BadDataException}, whatever it holds: sizes in headers are checked against the
 * length of the file before room is made for them. What reads and makes images lies below: {@code
 * read}, {@code gtsrb}, {@code signs}.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.data;
