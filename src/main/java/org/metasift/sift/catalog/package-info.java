/** All sifters by their names: the one place that knows each of them. */
package org.metasift.sift.catalog;
