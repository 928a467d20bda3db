#:  ./metasift lab [OPTIONS]
#:      work in the notebooks with JupyterLab, which takes the options;
#:      it opens on an index of them, notebooks/README.md

. "$root/environment/setup.sh"

# 'python -m jupyterlab'; without a terminal an interruption would end it and leave its kernels running, so it ends in order
lab_starts='import os, runpy, signal, sys
if not (sys.stdin and sys.stdin.isatty()):
    signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
runpy.run_module("jupyterlab", run_name="__main__", alter_sys=True)'

lab() {
  set_up
  set_up_lab
  # as root, in a container, JupyterLab asks to be told that this is meant
  [ "$(id -u)" != 0 ] || set -- --allow-root "$@"
  exec "$venv/bin/python" -c "$lab_starts" --ServerApp.root_dir="$root" --LabApp.default_url=/lab/tree/notebooks/README.md \
    --MultiKernelManager.default_kernel_name=java --LabApp.news_url=None --LabApp.extension_manager=readonly "$@"
}
