#:  ./metasift bundle FOLDER             keep in FOLDER all that a set-up fetches;
#:      './metasift setup --offline FOLDER' sets up machines of this kind from it

. "$root/environment/setup.sh"

# gather WHAT REQUIREMENTS: as wheels, also what its makers publish as sources only
gather() {
  "$venv/bin/python" -m pip wheel --disable-pip-version-check --no-input -c "$root/environment/constraints.txt" \
    -w "$folder/$1" -r "$root/environment/$2"
}

copy_module() {
  mkdir -p "$folder/module"
  cp -R "$target/metasift.jar" "$target/lib" "$folder/module"
}

bundle() {
  [ $# = 1 ] || die "bundle needs one folder: ./metasift bundle FOLDER."
  case $1 in
  '') die "bundle needs one folder: ./metasift bundle FOLDER." ;;
  -*) die "bundle has no option $1; it needs one folder: ./metasift bundle FOLDER." ;;
  esac
  [ -z "${METASIFT_BUNDLE:-}" ] || die "METASIFT_BUNDLE is $METASIFT_BUNDLE, but a bundle is made from a network: unset it."
  folder=$(absolute "$1")
  [ ! -e "$folder" ] || [ -d "$folder" ] || die "$folder is a file: name a new or empty folder."
  if [ -d "$folder" ] && [ ! -f "$folder/bundle.txt" ] && [ -n "$(find "$folder" ! -path "$folder" | head -n 1)" ]; then
    die "$folder holds other things than a bundle: name a new or empty folder."
  fi
  set_up
  mkdir -p "$folder"
  : >"$folder/bundle.txt" # empty until all is there
  rm -rf "$folder/module" "$folder/wheels" "$folder/wheels-cuda"
  step "Copying the module" "$root/environment/.setup.log" copy_module
  step "Gathering Jupyter and the Java kernel" "$root/environment/.setup.log" gather wheels requirements.txt
  if has_gpu; then
    step "Gathering PyTorch for the GPU (about 3 GB)" "$root/environment/.setup.log" gather wheels-cuda requirements-cuda.txt
  fi
  python=$("$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  printf 'machine: %s\npython: %s\nsources: %s\n' "$(uname -sm)" "$python" "$(sources_sum)" >"$folder/bundle.txt"
  printf '%s: %s MB, for %s with Python %s and a JDK 17 or newer\n' \
    "$1" "$(du -sm "$folder" | cut -f 1)" "$(uname -sm)" "$python"
}
