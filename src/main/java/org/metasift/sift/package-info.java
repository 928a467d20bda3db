/**
 * Picks a clean base set, blind to the truth: a Sifter gives every image of an ImageSet its trust,
 * a Ranking, whose best are the BaseSet. The sifters themselves are in the packages below: {@code
 * metasift}, {@code panel}, {@code baseline}; {@code catalog} has them by name.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.sift;
