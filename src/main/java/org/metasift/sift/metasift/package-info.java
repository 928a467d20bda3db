/**
 * Meta-Sift (Zeng et al., USENIX Security 2023): several sifters, each a network and a weigher that
 * learns which images to trust, and their vote. {@link org.metasift.sift.metasift.MetaSift} is the
 * way in.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.sift.metasift;
