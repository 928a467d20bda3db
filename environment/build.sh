# Sourced by ./metasift: the module's jar, built where its sources are newer.

# step TITLE LOG COMMAND...: one line with the time it took; a failure shows the log's end and stops here
step() {
  title=$1 log=$2
  shift 2
  mkdir -p "$(dirname "$log")"
  printf '%-46s' "$title ..." >&2
  begun=$(date +%s)
  if "$@" >"$log" 2>&1 </dev/null; then
    printf '%5d s\n' $(($(date +%s) - begun)) >&2
  else
    printf ' failed\n\n' >&2
    tail -n 15 "$log" >&2
    printf '\n' >&2
    die "'$title' failed${hint:-}; the whole log: $log"
  fi
}

# fresh STAMP: nothing that the jar is made of is newer
fresh() {
  [ -f "$1" ] && [ -z "$(find "$root/pom.xml" "$root/src/main" -newer "$1" | head -n 1)" ]
}

# Maven writes a jar where the old one lies; a program that runs goes on reading the old one
spare_running() {
  for old in "$target"/metasift*.jar; do
    if [ -f "$old" ]; then
      cp -p "$old" "$old.kept" && mv "$old.kept" "$old"
    fi
  done
}

maven() {
  spare_running
  cd "$root" && ./mvnw -B -q package -Dmaven.test.skip=true "$@"
}

build() {
  jar=$target/metasift.jar
  if [ "${METASIFT_NO_BUILD:-}" = 1 ]; then
    if [ -f "$jar" ] && [ -d "$target/lib" ]; then
      return
    fi
    die "METASIFT_NO_BUILD is 1, but $target holds no metasift.jar with lib/: unset it, or build with ./mvnw package."
  fi
  # Maven leaves a jar alone whose content stays the same, hence the stamp of our own
  if [ -f "$jar" ] && [ -d "$target/lib" ] && { fresh "$jar" || fresh "$target/.built"; }; then
    return
  fi
  mkdir -p "$target"
  : >"$target/.building" # of the time before, so that an edit during the build counts as newer
  if [ -n "${METASIFT_BUNDLE:-}" ]; then
    step "Taking the module from the bundle" "$target/build.log" take_module
  else
    step "Building the module" "$target/build.log" maven
  fi
  mv "$target/.building" "$target/.built"
}
