/**
 * All sifters by their names, {@link org.metasift.sift.catalog.Sifters}: the one place that knows
 * each of them, with the settings that they share, {@link
 * org.metasift.sift.catalog.SifterSettings}. A new sifter is an entry here.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.sift.catalog;
