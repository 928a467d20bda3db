/**
 * The sifters that Meta-Sift is compared with, a class each. {@code sift.catalog} names them; some
 * share one trained network, the {@link org.metasift.sift.baseline.Scout}.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.sift.baseline;
