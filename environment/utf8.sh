# Sourced by ./metasift and ./mvnw, both POSIX shell scripts.
#
# Where the locale knows ASCII alone (LC_ALL=C, LANG unset, or one that is not installed, as in many containers), Java
# can open no file whose name goes beyond it, and no option of Java's helps: the environment must name another locale.
locale_is_ascii() {
  case $(locale charmap 2>/dev/null) in
  ANSI_X3.4-1968 | US-ASCII | 646) return 0 ;;
  ?*) return 1 ;;
  esac
  # without the program 'locale': what the variables say
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  '' | C | POSIX) return 0 ;;
  *) return 1 ;;
  esac
}

if locale_is_ascii; then
  for utf8 in C.UTF-8 en_US.UTF-8; do
    case $(LC_ALL=$utf8 locale charmap 2>/dev/null) in
    UTF-8 | '')
      LC_ALL=$utf8
      export LC_ALL
      break
      ;;
    esac
  done
fi
