/**
 * Files of numbers: NumPy's .npy and the data sets of HDF5, what type and shape their numbers have,
 * and how labels lie in them. {@link org.metasift.data.array.NpyImages} is the form in which this
 * program keeps image sets.
 *
 * <p>Internal: may change in any version.
 */
package org.metasift.data.array;
