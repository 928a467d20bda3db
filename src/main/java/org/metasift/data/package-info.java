/**
 * Labelled images, read from anywhere: {@link org.metasift.data.ImageSet} and the readers that make
 * one. {@link org.metasift.data.ImageSource} reads what users bring (folders of images, CSV lists,
 * NumPy, HDF5, CIFAR and idx files), {@link org.metasift.data.Gtsrb} the benchmark, {@link
 * org.metasift.data.SignSet} the embedded signs.
 *
 * <p>Pixels are uint8 from 0 (dark) to 255, (n, height, width, channels) with 1 or 3 channels;
 * labels are ints from 0 on. A file that cannot be used is a {@link
 * org.metasift.data.BadDataException}, whatever it holds: sizes in headers are checked against the
 * length of the file before room is made for them.
 */
package org.metasift.data;
