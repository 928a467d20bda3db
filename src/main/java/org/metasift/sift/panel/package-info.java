/**
 * The panel: several members, each of which looks at another view of the images, and a vote in
 * which an image is as trustworthy as the worst member says. Enter by {@link
 * org.metasift.sift.panel.Panel}.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.sift.panel;
