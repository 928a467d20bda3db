#:  ./metasift setup                     build the module, install Jupyter and the
#:                                       Java kernel, start nothing

. "$root/environment/setup.sh"

setup() {
  [ $# = 0 ] || die "setup takes no option, but got $1."
  set_up
}
