/** Charts, tables and pictures: what is drawn, wherever it is shown. */
package org.metasift.report;
