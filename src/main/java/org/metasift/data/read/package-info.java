/**
 * Labelled images of anybody's, in the common forms: folders of images, CSV lists, NumPy, HDF5,
 * CIFAR and idx files. {@link org.metasift.data.read.ImageSource} finds out which it is; a new form
 * is one entry of {@code SourceFormat} and its reader.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.data.read;
