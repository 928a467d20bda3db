# Sourced by ./metasift: Python, an environment of the project's own with Jupyter, and the Java kernel.
jupyter=$root/environment/.jupyter

# the newest that does; with a bundle only the one that its wheels are for
find_python() {
  old=
  if [ -n "${METASIFT_BUNDLE:-}" ]; then
    for python in "python$bundle_python" python3 python; do
      version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
      python=$(command -v "$python")
      [ "$version" != "$bundle_python" ] || return 0
    done
    die "$METASIFT_BUNDLE was made for Python $bundle_python, which is not here: install it, or make a bundle with the Python of this machine."
  fi
  for python in python3 python3.13 python3.12 python3.11 python3.10 python; do
    python=$(command -v "$python") || continue
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2], sys.version_info >= (3, 10))' 2>/dev/null) || continue
    case $version in
    *True) return ;;
    esac
    old="$python is of version ${version% *}"
  done
  die "${old:-Python is missing}: install Python 3.10 or newer (Debian, Ubuntu: python3 python3-venv)."
}

# in MB: the machine's memory, or what a container may take of it
memory() {
  total=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null) || :
  [ -n "$total" ] || total=$(($(sysctl -n hw.memsize 2>/dev/null || echo 0) / 1024))
  total=$((total / 1024))
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null) || limit=max
  case $limit in
  '' | *[!0-9]*) ;;
  *) [ $((limit / 1048576)) -ge "$total" ] || total=$((limit / 1048576)) ;;
  esac
  echo "$total"
}

# what the environment was made from; it does not survive a move of the project either
recipe() {
  printf '%s\n' "$root"
  cat "$root/environment/requirements.txt" "$root/environment/constraints.txt"
}

# pip_install ARGUMENT...; from wheels of the bundle alone, if there is one
pip_install() {
  [ -z "${METASIFT_BUNDLE:-}" ] || set -- --no-index --find-links "$METASIFT_BUNDLE/${wheels:-wheels}" "$@"
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input -c "$root/environment/constraints.txt" "$@"
}

fill_venv() {
  rm -rf "$venv"
  "$python" -m venv "$venv"
  pip_install -r "$root/environment/requirements.txt"
}

# the stamp is written last: an interrupted installation has none and starts over
installed() {
  [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.made-from" 2>/dev/null)" = "$(recipe)" ]
}

install_jupyter() {
  ! installed || return 0
  find_python
  "$python" -c 'import venv, ensurepip' 2>/dev/null ||
    die "$python comes without venv: install it (Debian, Ubuntu: python3-venv)."
  step "Installing Jupyter and the Java kernel" "$root/environment/.setup.log" fill_venv
  recipe >"$venv/.made-from"
}

# Jupyter's own folders, so that nobody's settings, kernels or signatures are touched
isolate_jupyter() {
  mkdir -p "$jupyter"
  JUPYTER_PATH=$jupyter JUPYTER_DATA_DIR=$jupyter
  JUPYTER_CONFIG_DIR=$jupyter/config JUPYTER_RUNTIME_DIR=$jupyter/runtime IPYTHONDIR=$jupyter/ipython
  JUPYTER_PLATFORM_DIRS=1
  export JUPYTER_PATH JUPYTER_DATA_DIR JUPYTER_CONFIG_DIR JUPYTER_RUNTIME_DIR IPYTHONDIR JUPYTER_PLATFORM_DIRS
}

# no question whether to fetch news; Markdown is shown, so that the first page is the notebooks' index
set_up_lab() {
  mkdir -p "$venv/share/jupyter/lab/settings"
  printf '%s\n' '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},' \
    ' "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}}}' \
    >"$venv/share/jupyter/lab/settings/overrides.json"
}

set_up() {
  find_java
  build
  install_jupyter
  install_cuda
  use_cuda
  isolate_jupyter
  "$venv/bin/python" "$root/environment/kernelspec.py" "$java" "$target" "$jupyter/kernels"
}
