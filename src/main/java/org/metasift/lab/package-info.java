/**
 * What a run is, for the command line and for notebooks alike: where its images come from ({@link
 * org.metasift.lab.DataSource}), its record ({@link org.metasift.lab.RunRecord}), the plan of a
 * quick start and how long it will take, and a pick from your own images to its report ({@link
 * org.metasift.lab.OwnData}).
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.lab;
