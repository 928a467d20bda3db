/** Picks a clean base set, blind to the truth: a Sifter picks a BaseSet from an ImageSet. */
package org.metasift.sift;
