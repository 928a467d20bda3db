/**
 * Picks a clean base set, blind to the truth: a Sifter gives every image of an ImageSet its trust,
 * a Ranking, whose best are the BaseSet.
 */
package org.metasift.sift;
