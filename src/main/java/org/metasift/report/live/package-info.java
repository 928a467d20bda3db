/** Shows long work and its results while it runs: on a terminal, and in a Java notebook. */
package org.metasift.report.live;
