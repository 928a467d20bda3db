#:  ./metasift doctor                    what this machine lacks, with remedies;
#:      exit code 1 if something stops the set-up or a run; a note stops nothing

. "$root/environment/setup.sh"

lacking=0

# line ok|note|wrong SUBJECT TEXT
line() {
  printf '%-5s  %-9s  %s\n' "$1" "$2" "$3"
  [ "$1" != wrong ] || lacking=1
}

# told COMMAND...: what it says as it gives up; it runs in a shell of its own, which may end
told() {
  (
    "$@"
  ) 2>&1 | sed 's/^metasift: //'
}

# a useless one is named, and the rest judged as without it
look_at_bundle() {
  [ -n "${METASIFT_BUNDLE:-}" ] || return 0
  complaint=$(told check_bundle)
  if [ -n "$complaint" ]; then
    line wrong bundle "$complaint"
    unset METASIFT_BUNDLE
  else
    check_bundle
    line ok bundle "$METASIFT_BUNDLE, for $bundle_for with Python $bundle_python"
  fi
}

# Java starts once: what it is called comes out of the shell that may end
look_at_java() {
  if ! found=$(find_java 2>&1 && printf '%s %s\n' "$version" "$JAVA_HOME"); then
    line wrong Java "${found#metasift: }"
    return
  fi
  version=${found%% *}
  JAVA_HOME=${found#* }
  java=$JAVA_HOME/bin/java
  export JAVA_HOME
  line ok Java "$version with a compiler, $java"
}

look_at_python() {
  complaint=$(told find_python)
  if [ -n "$complaint" ]; then
    line wrong Python "$complaint"
    python=
    return
  fi
  find_python
  for module in venv ensurepip; do
    if ! "$python" -c "import $module" >/dev/null 2>&1; then
      line wrong Python "$python comes without $module: install it (Debian, Ubuntu: python3-venv)."
      python=
      return
    fi
  done
  line ok Python "${version% *} with venv and ensurepip, $python"
}

# Maven is fetched with these where ./mvnw has none yet
look_at_tools() {
  missing=
  command -v unzip >/dev/null || missing=unzip
  command -v wget >/dev/null || command -v curl >/dev/null || missing="${missing:+$missing, }curl or wget"
  if [ -z "$missing" ]; then
    line ok tools "unzip, and curl or wget"
  elif built || command -v mvn >/dev/null; then
    line note tools "missing: $missing; only the download of Maven needs it, and there is a build or a Maven already."
  else
    line wrong tools "missing: $missing: install it (Debian, Ubuntu: apt-get install unzip curl), or a Maven 3.6.3 or newer."
  fi
}

look_at_memory() {
  has=$(memory)
  complaint=$(told check_heap)
  if [ "$has" -eq 0 ]; then
    line note memory "unknown here; the quick start needs 2.5 GB."
  elif [ "$has" -lt 2400 ]; then
    line wrong memory "$has MB, but the quick start needs 2.5 GB: free some, or use METASIFT_HEAP=1g and --quick."
  else
    line ok memory "$has MB"
  fi
  if [ -n "$complaint" ]; then
    line wrong heap "$complaint"
    return
  fi
  check_heap
  if [ "$megabytes" -lt 1024 ]; then
    line wrong heap "METASIFT_HEAP is $heap, too little for the notebooks: unset it for 3g, or set it to 1g or more."
  elif [ "$has" -gt 0 ] && [ "$megabytes" -gt "$has" ]; then
    line note heap "$heap, more than this machine has: METASIFT_HEAP=$((has / 2))m is safer."
  else
    line ok heap "up to $heap for Java"
  fi
}

# space NAME FOLDER MEGABYTES WHAT: that many are free
space() {
  free=$(df -Pk "$2" 2>/dev/null | sed -n '2s/.* \([0-9][0-9]*\)  *[0-9]*%.*/\1/p')
  free=$((${free:-0} / 1024))
  if [ "$free" -lt "$3" ]; then
    line wrong "$1" "$free MB are free in $2, but $4 takes $3: free some."
  else
    line ok "$1" "$free MB free in $2"
  fi
}

look_at_disk() {
  if built && installed; then
    space disk "$root" 200 "a few runs"
  else
    space disk "$root" 600 "the set-up"
  fi
  engine=${DJL_CACHE_DIR:-$HOME}
  while [ ! -d "$engine" ]; do
    engine=$(dirname "$engine")
  done
  [ -d "${DJL_CACHE_DIR:-$HOME/.djl.ai}" ] || space engine "$engine" 460 "the engine, unpacked there at its first use,"
}

look_at_gpu() {
  if ! command -v nvidia-smi >/dev/null; then
    line ok GPU "none ('nvidia-smi' is not there): the CPU is used"
  elif ! gpu=$(nvidia-smi --query-gpu=driver_version,name --format=csv,noheader 2>/dev/null) || [ -z "$gpu" ]; then
    line note GPU "'nvidia-smi' finds no GPU: fix the driver if there is one; until then the CPU is used."
  elif [ "$(uname -sm)" != "Linux x86_64" ]; then
    line note GPU "used on Linux x86_64 only: the CPU is used."
  else
    driver=$(printf '%s\n' "$gpu" | head -n 1)
    major=${driver%%.*}
    case $major in
    '' | *[!0-9]*) line note GPU "driver of unknown version: $driver." ;;
    *)
      if [ "$major" -lt 525 ] && [ "${METASIFT_DEVICE:-}" != cpu ]; then # what CUDA 12 asks for on Linux
        line wrong GPU "driver $driver is older than 525, which CUDA 12 needs: update it, or set METASIFT_DEVICE=cpu."
      elif [ -f "$venv/.cuda-made-from" ] || [ "${METASIFT_DEVICE:-}" = cpu ]; then
        line ok GPU "driver $driver"
      else
        line note GPU "driver $driver; './metasift setup' installs PyTorch for it (about 3 GB), METASIFT_DEVICE=cpu does without."
      fi
      ;;
    esac
  fi
}

look_at_locale() {
  if locale_is_ascii; then
    line wrong locale "is ASCII only, so files with other names cannot be read: install C.UTF-8 and set LC_ALL=C.UTF-8."
  else
    line ok locale "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}"
  fi
}

# addresses without the password that they may hold
look_at_proxy() {
  set -- "${https_proxy:-${HTTPS_PROXY:-}}"
  address=$(printf '%s\n' "$1" | sed 's|^\([a-z]*://\)\{0,1\}.*@|\1...@|')
  case $1 in
  '') line ok proxy "https_proxy is not set: downloads go straight" ;;
  *@*) line note proxy "$address; Maven takes a name and password from ~/.m2/settings.xml only (docs/how-to/offline.md)." ;;
  http://*:[0-9]* | https://*:[0-9]*) line ok proxy "$address, for Maven and for pip" ;;
  *) line wrong proxy "https_proxy is $address: an address such as http://HOST:PORT is needed." ;;
  esac
}

# writable FOLDER: a file can be made there, or the folder itself
writable() {
  there=$1
  [ -e "$there" ] || there=$root
  probe=$there/.doctor-$$
  if [ -d "$there" ] && (: >"$probe") 2>/dev/null; then
    rm -f "$probe"
    return
  fi
  return 1
}

look_at_folders() {
  refused=
  for folder in target out environment; do
    writable "$root/$folder" || refused="${refused:+$refused, }$root/$folder"
  done
  if [ -n "$refused" ]; then
    line wrong folders "cannot be written: $refused: take the project to a folder of yours, or mend its owner (chown)."
  else
    line ok folders "target/, out/ and environment/ can be written"
  fi
  if [ -n "${METASIFT_DATASETS:-}" ]; then
    complaint=$(told check_datasets)
    line "$([ -n "$complaint" ] && echo wrong || echo ok)" "data sets" "${complaint:-$METASIFT_DATASETS}"
  fi
}

built() {
  [ -f "$target/metasift.jar" ] && [ -d "$target/lib" ]
}

# soon COMMAND...: for a minute at most, where that can be had
soon() {
  if command -v timeout >/dev/null; then
    timeout 60 "$@"
  else
    "$@"
  fi >"$scratch/log" 2>&1 </dev/null
}

# What Maven and pip are configured to ask is asked for something small, into a folder of its own.
look_at_registries() {
  if built && installed; then
    line ok downloads "none needed, all is set up"
    return
  fi
  if [ -n "${METASIFT_BUNDLE:-}" ]; then
    line ok downloads "none needed, all is in the bundle"
    return
  fi
  scratch=$(mktemp -d)
  if built; then
    line ok Maven "not needed, the module is built"
  elif [ -z "${java:-}" ]; then
    line note Maven "cannot be asked without Java."
  elif soon "$root/mvnw" -B -q -f "$root/pom.xml" "-Dmaven.repo.local=$scratch/m2" validate; then
    line ok Maven "its repository answers"
  else
    line wrong Maven "cannot reach its repository: $(head -n 1 "$scratch/log" | cut -c 1-200) (docs/how-to/offline.md: proxy, mirror, bundle)"
  fi
  wanted=$(sed -n 's/^traitlets==/&/p' "$root/environment/constraints.txt")
  if installed; then
    line ok pip "not needed, Jupyter is installed"
  elif [ -z "$python" ]; then
    line note pip "cannot be asked without Python."
  elif ! soon "$python" -m venv "$scratch/venv"; then
    line wrong pip "$python cannot make a virtual environment: install python3-venv."
  elif soon "$scratch/venv/bin/python" -m pip download -q --no-deps --retries 1 --timeout 15 -d "$scratch" "$wanted"; then
    line ok pip "its index answers"
  else
    line wrong pip "cannot reach its index: $(tail -n 1 "$scratch/log" | cut -c 1-200) (docs/how-to/offline.md: proxy, mirror, bundle)"
  fi
  rm -rf "$scratch"
}

doctor() {
  [ $# = 0 ] || die "doctor takes no option, but got $1."
  look_at_bundle
  look_at_java
  look_at_python
  look_at_tools
  look_at_memory
  look_at_disk
  look_at_gpu
  look_at_locale
  look_at_proxy
  look_at_folders
  look_at_registries
  return "$lacking"
}
