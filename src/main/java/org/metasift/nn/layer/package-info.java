/**
 * The layers that networks are made of. Each runs on a {@link org.metasift.nn.layer.Dual}, a value
 * with a tangent that may be missing: one pass gives the scores and how they change along a
 * direction in the weights.
 *
 * <p>Internal: may change in any version.
 */
package org.metasift.nn.layer;
