/** Runs tasks on an Apache Spark cluster; built by the Maven profile {@code spark} alone. */
package org.metasift.spark;
