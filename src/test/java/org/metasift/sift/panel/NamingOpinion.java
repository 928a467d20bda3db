package org.metasift.sift.panel;

/** Opinions that name classes, and suspect all images alike. */
final class NamingOpinion {
  private NamingOpinion() {}

  /**
   * An opinion of networks to which images look like these classes.
   *
   * @param nearest a class for each image, (networks, n)
   */
  static Opinion of(String name, int[]... nearest) {
    return new Opinion(name, new float[nearest[0].length], Double.POSITIVE_INFINITY, nearest, true);
  }
}
