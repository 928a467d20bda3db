/**
 * One image file to pixels: PNG, JPEG, BMP, GIF, WebP, TIFF and the portable maps, told apart by
 * their bytes, turned upright and refused where they are cut off. {@link
 * org.metasift.data.decode.ImageDecoder} is the way in.
 *
 * <p>Internal: may change in any version.
 */
package org.metasift.data.decode;
