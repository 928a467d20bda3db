/**
 * The exercises of the teaching notebook and their checks: {@link org.metasift.course.Exercises}.
 */
package org.metasift.course;
