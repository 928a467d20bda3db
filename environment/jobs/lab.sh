#:  ./metasift lab [OPTIONS]
#:      work in the notebooks with JupyterLab, which takes the options

. "$root/environment/setup.sh"

lab() {
  set_up
  # no question whether to fetch news
  mkdir -p "$venv/share/jupyter/lab/settings"
  printf '%s\n' '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}' \
    >"$venv/share/jupyter/lab/settings/overrides.json"
  # as root, in a container, JupyterLab asks to be told that this is meant
  [ "$(id -u)" != 0 ] || set -- --allow-root "$@"
  exec "$venv/bin/python" -m jupyterlab --ServerApp.root_dir="$root/notebooks" \
    --MultiKernelManager.default_kernel_name=java --LabApp.news_url=None --LabApp.extension_manager=readonly "$@"
}
