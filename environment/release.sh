#!/bin/sh
# The check-list of a release: says what is still wrong, changes and publishes nothing.
#
#   environment/release.sh             everything; takes half an hour
#   environment/release.sh --dry-run   without the tests, the rewriting of docs/ and the set-up from the archive
#
# Before it: the version in pom.xml, CITATION.cff and docs/reference/java.md, and in CHANGELOG.md a heading '## VERSION (DATE)'
# in place of '## Unreleased'; the same date in CITATION.cff. After it: git tag vVERSION. Exit codes: 0 all is well, 1 something is wrong, 2 wrong option.
set -eu

root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
dry=
case ${1:-} in
'') ;;
--dry-run) dry=1 ;;
*) echo "release: there is one option, --dry-run, but got $1." >&2 && exit 2 ;;
esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
wrong=0

# check WHAT REMEDY COMMAND...: its output is shown where it fails
check() {
  what=$1 remedy=$2
  shift 2
  if ("$@") >"$scratch/log" 2>&1 </dev/null; then
    echo "ok     $what"
  else
    echo "wrong  $what: $remedy"
    tail -n 5 "$scratch/log" | sed 's/^/         /'
    wrong=1
  fi
}

clean_tree() {
  left=$(git status --porcelain)
  printf '%s\n' "$left"
  [ -z "$left" ]
}

one_version() {
  version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' pom.xml)
  cited=$(sed -n 's/^version: *//p' CITATION.cff)
  told=$(sed -n 's/^## \([^ ,]*\).*/\1/p' CHANGELOG.md | head -n 1)
  artifact=$(sed -n 's/.*metasift-lab:\([0-9][^`]*\)`.*/\1/p' docs/reference/java.md)
  released=$(sed -n 's/^date-released: *//p' CITATION.cff)
  dated=$(sed -n 's/^## [^ ]* (\(.*\))$/\1/p' CHANGELOG.md | head -n 1)
  echo "pom.xml $version, CITATION.cff $cited of $released, CHANGELOG.md $told of $dated, java.md $artifact"
  case $version in
  '' | *-SNAPSHOT) return 1 ;;
  esac
  [ "$version" = "$cited" ] && [ "$version" = "$told" ] && [ "$version" = "$artifact" ] && [ "$released" = "$dated" ]
}

# the data sets are other people's, and large; nothing of ours is over 5 MB
no_data() {
  git ls-files datasets | grep -v '^datasets/README.md$' >"$scratch/data" || :
  git ls-tree -r -l HEAD | awk '$4 > 5000000 { print $4, $5 }' >>"$scratch/data"
  cat "$scratch/data"
  [ ! -s "$scratch/data" ]
}

docs_unchanged() {
  ./metasift docs && git diff --stat --exit-code docs
}

unpack() {
  git archive --format=tar --prefix="from an archive/" HEAD | tar -x -C "$scratch" &&
    cd "$scratch/from an archive" && ./metasift --help
}

sets_up() {
  cd "$scratch/from an archive" && ./metasift setup && ./metasift info
}

check "the tree is clean" "commit or remove what is left" clean_tree
check "one version, which is no snapshot" "write it, and its date, into all four" one_version
check "no data in git" "take it out" no_data
if [ -z "$dry" ]; then
  check "docs/ as the program writes it" "commit what './metasift docs' wrote" docs_unchanged
  check "all tests, links among them" "mend it: ./mvnw -B verify" ./mvnw -B -q verify
fi
check "an archive of the sources has all that help needs" "see .gitattributes" unpack
[ -n "$dry" ] || check "and sets up from nothing" "see the log above" sets_up
exit "$wrong"
