/**
 * Charts ({@link org.metasift.report.Charts}), tables, pictures and the page of a pick ({@link
 * org.metasift.report.SiftReport}): draws what others computed, for files and notebooks alike.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.report;
