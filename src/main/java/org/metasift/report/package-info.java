/** Charts, tables and pictures, and the bridge that shows them in a Java notebook. */
package org.metasift.report;
