/**
 * Networks whose weights live on the Java heap ({@link org.metasift.nn.Network}), their training
 * ({@link org.metasift.nn.Training}) and what they say of images ({@link
 * org.metasift.nn.Inference}). At work, as a {@link org.metasift.nn.LiveNetwork}, they have arrays
 * on the device, and compute values, or values with a tangent (how they change in a direction).
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.nn;
