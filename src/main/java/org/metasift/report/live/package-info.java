/**
 * Shows long work and its results while it runs: on a terminal, {@link
 * org.metasift.report.live.ConsoleDisplay}, and in a Java notebook, {@link
 * org.metasift.report.live.NotebookDisplay}.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.report.live;
