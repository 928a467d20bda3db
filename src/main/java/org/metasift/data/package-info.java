/**
 * Labelled images, read from anywhere: {@link org.metasift.data.ImageSet} and the readers that make
 * one.
 */
package org.metasift.data;
