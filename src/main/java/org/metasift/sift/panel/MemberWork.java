package org.metasift.sift.panel;

/**
 * What a member's look takes, counted in the work of the panel's networks.
 *
 * @param epochs of training, or as long
 * @param warmsUp whether its network goes on until it has learned the easy part of the set, on
 *     small sets for more than these epochs
 * @param looks of a network at all images
 */
public record MemberWork(double epochs, boolean warmsUp, int looks) {}
