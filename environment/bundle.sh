# Sourced by ./metasift: a folder that holds all that a set-up fetches, for machines without a network (jobs/bundle.sh
# makes it). METASIFT_BUNDLE names it; then nothing is asked of a network. bundle.txt in it is written last.

# the sources' contents, so that a bundle is not taken for a project that it was not made from
sources_sum() {
  (cd "$root" && find pom.xml src/main environment/requirements.txt environment/constraints.txt -type f -exec cksum {} + |
    LC_ALL=C sort | cksum)
}

check_bundle() {
  [ -n "${METASIFT_BUNDLE:-}" ] || return 0
  [ -d "$METASIFT_BUNDLE" ] || die "the bundle is $METASIFT_BUNDLE, which is not a folder."
  METASIFT_BUNDLE=$(absolute "$METASIFT_BUNDLE")
  export METASIFT_BUNDLE
  [ -s "$METASIFT_BUNDLE/bundle.txt" ] ||
    die "$METASIFT_BUNDLE is not a whole bundle: './metasift bundle FOLDER' makes one on a machine with a network."
  bundle_for=$(sed -n 's/^machine: //p' "$METASIFT_BUNDLE/bundle.txt")
  bundle_python=$(sed -n 's/^python: //p' "$METASIFT_BUNDLE/bundle.txt")
  [ "$bundle_for" = "$(uname -sm)" ] || die "$METASIFT_BUNDLE was made for $bundle_for, but this is $(uname -sm): make one there."
}

# the module from the bundle, if it is of these sources
take_module() {
  [ "$(sed -n 's/^sources: //p' "$METASIFT_BUNDLE/bundle.txt")" = "$(sources_sum)" ] || {
    echo "$METASIFT_BUNDLE was made from other sources than these: make it anew from them."
    return 1
  }
  rm -rf "${target:?}/lib"
  mkdir -p "$target/lib"
  cp "$METASIFT_BUNDLE"/module/lib/*.jar "$target/lib"
  cp "$METASIFT_BUNDLE/module/metasift.jar" "$target/metasift.jar.part"
  mv "$target/metasift.jar.part" "$target/metasift.jar" # a program that runs goes on reading the old one
}
