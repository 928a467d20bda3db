#:  ./metasift docs                      write anew what docs/ repeats of the
#:                                       program and of measurements

docs() {
  [ $# = 0 ] || die "docs takes no option, but got $1."
  find_java
  exec "$root/mvnw" -B -q -f "$root/pom.xml" test -Dtest=GeneratedDocsTest -Dmetasift.docs=write
}
