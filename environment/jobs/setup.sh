#:  ./metasift setup [--offline FOLDER]  build the module, install Jupyter and the
#:      Java kernel, start nothing; with --offline from a folder that './metasift
#:      bundle FOLDER' made, without a network (METASIFT_BUNDLE says the same)

. "$root/environment/setup.sh"

setup() {
  case ${1:-} in
  --offline=*)
    METASIFT_BUNDLE=${1#*=}
    shift
    ;;
  --offline)
    [ $# -ge 2 ] || die "--offline needs a folder, which './metasift bundle FOLDER' makes."
    METASIFT_BUNDLE=$2
    shift 2
    ;;
  *)
    [ $# = 0 ] || die "setup has one option, --offline FOLDER, but got $1."
    set_up
    return
    ;;
  esac
  [ $# = 0 ] || die "setup has one option, --offline FOLDER, but got $1."
  [ -n "$METASIFT_BUNDLE" ] || die "--offline needs a folder, which './metasift bundle FOLDER' makes."
  check_bundle
  set_up
}
