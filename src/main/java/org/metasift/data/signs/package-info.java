/**
 * The embedded data set, traffic signs that this program draws: {@link
 * org.metasift.data.signs.SignSet}. A sign is painted ({@code SignPainter}), set before a backdrop,
 * photographed ({@code SignCamera}, {@code SensorImage}) and kept on disk ({@code SignCache}).
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.data.signs;
