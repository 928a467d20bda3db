# Sourced by ./metasift: PyTorch's libraries for a GPU.
#
# Tried on a GPU: these libraries with these settings. Not tried on one: the installation, and that the wheel (CUDA 12.6)
# finds its nvidia/ libraries itself, so that LD_LIBRARY_PATH stays as it is.

has_gpu() {
  [ "${METASIFT_DEVICE:-}" != cpu ] && [ "$(uname -sm)" = "Linux x86_64" ] && nvidia-smi -L >/dev/null 2>&1
}

install_cuda() {
  has_gpu || return 0
  cuda=$root/environment/requirements-cuda.txt
  if ! cmp -s "$cuda" "$venv/.cuda-made-from"; then
    if [ -n "${METASIFT_BUNDLE:-}" ] && [ ! -d "$METASIFT_BUNDLE/wheels-cuda" ]; then
      echo "metasift: the bundle was made where there was no GPU: the CPU is used." >&2
      return 0
    fi
    wheels=wheels-cuda
    hint=' (METASIFT_DEVICE=cpu does without)'
    step "Installing PyTorch for the GPU (about 3 GB)" "$root/environment/.setup.log" pip_install -r "$cuda"
    hint='' wheels=''
    cp "$cuda" "$venv/.cuda-made-from"
  fi
}

use_cuda() {
  if [ -z "${PYTORCH_LIBRARY_PATH:-}" ] && [ -f "$venv/.cuda-made-from" ] && has_gpu; then
    PYTORCH_LIBRARY_PATH=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/torch/lib
    PYTORCH_VERSION=$(sed -n 's/^torch==//p' "$venv/.cuda-made-from")
    # DJL's bridge comes in two flavours, cpu and cu128; the latter fits every CUDA 12 build of this PyTorch
    PYTORCH_FLAVOR=cu128
    export PYTORCH_LIBRARY_PATH PYTORCH_VERSION PYTORCH_FLAVOR
  fi
}
