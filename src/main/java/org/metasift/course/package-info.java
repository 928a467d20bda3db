/**
 * The exercises of the teaching notebook and their checks, {@link org.metasift.course.Exercises}: a
 * check says what was found of an answer, and what to try next.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.course;
