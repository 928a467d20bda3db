# Sourced by ./metasift: what the user set, checked before anything is looked for or built.

# absolute PATH
absolute() {
  case $1 in
  /*) printf '%s\n' "$1" ;;
  *) printf '%s/%s\n' "$(pwd)" "$1" ;;
  esac
}

check_datasets() {
  [ -n "${METASIFT_DATASETS:-}" ] || return 0
  [ -d "$METASIFT_DATASETS" ] || die "METASIFT_DATASETS is $METASIFT_DATASETS, which is not a folder."
  METASIFT_DATASETS=$(absolute "$METASIFT_DATASETS")
  export METASIFT_DATASETS
}

# Java's heap, as its option -Xmx takes it; sets $heap, and $megabytes
check_heap() {
  heap=${METASIFT_HEAP:-3g}
  number=${heap%[kmgKMG]}
  case $number in
  '' | *[!0-9]* | ????????????*) die "METASIFT_HEAP is '$heap'; a size such as 3g or 2048m is allowed." ;;
  esac
  case $heap in
  *[gG]) megabytes=$((number * 1024)) ;;
  *[mM]) megabytes=$number ;;
  *[kK]) megabytes=$((number / 1024)) ;;
  *) megabytes=$((number / 1048576)) ;;
  esac
  if [ "$megabytes" -lt 256 ] || [ "$megabytes" -gt 8388608 ]; then
    die "METASIFT_HEAP is '$heap'; 256m to 8192g is allowed."
  fi
}

check_settings() {
  check_datasets
  check_heap
  check_bundle
}

# device_among ARGUMENT...: what --device says holds from here on, for the libraries too that a GPU needs
device_among() {
  while [ $# -gt 0 ]; do
    case $1 in
    --device=*) METASIFT_DEVICE=${1#*=} ;;
    --device)
      [ $# -ge 2 ] || die "--device needs a value: cpu, gpu or gpu:N."
      METASIFT_DEVICE=$2
      shift
      ;;
    *)
      shift
      continue
      ;;
    esac
    case $METASIFT_DEVICE in
    cpu | gpu | gpu:[0-9] | gpu:[0-9][0-9] | gpu:[0-9][0-9][0-9]) export METASIFT_DEVICE ;;
    *) die "--device $METASIFT_DEVICE: cpu, gpu and gpu:N are allowed." ;;
    esac
    shift
  done
}

# Maven 3.9 heeds neither https_proxy nor Java's own settings unless it is told to. An address with a password is for
# settings.xml: Java has no setting for that.
tell_maven_of_proxy() {
  case ${https_proxy:=${HTTPS_PROXY:-}} in
  *@*) return 0 ;;
  http://*:[0-9]* | https://*:[0-9]*) ;;
  *) return 0 ;;
  esac
  export https_proxy
  case ${MAVEN_OPTS:-} in
  *proxyHost*) return 0 ;;
  esac
  proxy=${https_proxy#*://}
  proxy=${proxy%%/*}
  MAVEN_OPTS="${MAVEN_OPTS:+$MAVEN_OPTS }-Dhttps.proxyHost=${proxy%:*} -Dhttps.proxyPort=${proxy##*:} -Daether.connector.http.useSystemProperties=true"
  export MAVEN_OPTS
}

# what Java, Python and the engine's libraries find in their environment
tune_libraries() {
  export OPT_OUT_TRACKING=true PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
  # threads of the engine that wait for each other sleep soon: else one busy core beside them makes a training step ten times as long
  export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-10000}"
  # glibc's malloc keeps the networks' large arrays for the next step instead of fetching each anew from the system
  export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-1073741824}" \
    MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-4294967296}" MALLOC_TOP_PAD_="${MALLOC_TOP_PAD_:-67108864}"
}
