/**
 * Networks whose weights live on the Java heap, and that run plain and dual (value and tangent).
 */
package org.metasift.nn;
