#:  ./metasift bench [--quick] [--device cpu|gpu|gpu:1]
#:      how fast this is, beside PyTorch, installed for it (up to 5.2 GB)
#:  ./metasift bench profile|price|start|study   where a step's time goes; the
#:      panel's price; time to the first cell; how fast a served study answers
#:  ./metasift bench networks|panel|adaptive     hours, days; go on after stops:
#:      how small networks still sift; the panel; attackers who know it

. "$root/environment/setup.sh"

# the other side of the measurements, in an environment of its own: never the user's, nor the notebooks'
peer() {
  peer=$root/environment/.bench-peer wanted=torch==2.7.1
  if [ "$(cat "$peer/.made-from" 2>/dev/null)" != "$wanted" ]; then
    find_python
    rm -rf "$peer"
    "$python" -m venv "$peer" || die "$python has no working venv: install it (Debian, Ubuntu: python3-venv)."
    step 'Installing PyTorch 2.7.1, to compare with' "$root/environment/.setup.log" \
      "$peer/bin/python" -m pip install --disable-pip-version-check -q "$wanted" numpy
    printf '%s\n' "$wanted" >"$peer/.made-from"
  fi
}

# a folder for each version of the sources and of the module: a measurement that runs goes on with what it began with
compile_bench() {
  measures=$target/bench/$(find "$root/src/bench/java" -name '*.java' -exec cat "$target/metasift.jar" {} + | cksum | tr ' ' -)
  if [ ! -d "$measures" ]; then
    part=$measures.$$
    mkdir -p "$part"
    cp "$target/metasift.jar" "$part"
    find "$root/src/bench/java" -name '*.java' -exec "$JAVA_HOME/bin/javac" -d "$part" -cp "$part/metasift.jar:$target/lib/*" {} + || {
      rm -rf "$part"
      die 'src/bench does not compile; what javac said stands above.'
    }
    if [ -d "$measures" ]; then rm -rf "$part"; else mv "$part" "$measures"; fi
  fi
}

bench() {
  device_among "$@"
  what='' quick=''
  while [ $# -gt 0 ]; do
    case $1 in
    profile | networks | price | panel | adaptive | start | study)
      [ -z "$what" ] || die "bench measures one thing, not both $what and $1."
      what=$1
      ;;
    --quick) quick=--quick ;;
    --device) shift ;;
    --device=*) ;;
    *) die "bench measures what? There is: bench [--quick] [--device cpu|gpu|gpu:1] (speed, beside PyTorch), bench profile, bench networks, bench price, bench panel, bench adaptive, bench start, bench study." ;;
    esac
    shift
  done
  [ -z "$quick" ] || [ -z "$what" ] || die "--quick has no effect on bench $what: leave it out."
  case ${METASIFT_DEVICE:-} in
  gpu*) has_gpu || die "bench --device $METASIFT_DEVICE: 'nvidia-smi' finds no GPU here." ;; # before PyTorch is installed
  esac
  if [ "$what" = start ]; then
    set_up
    exec "$venv/bin/python" "$root/src/bench/python/start.py" "$root"
  fi
  find_java
  build
  use_cuda
  compile_bench
  case $what in
  study) set -- StudyBench ;;
  profile) set -- org.metasift.sift.metasift.ProfileBench "$root/out/bench" ;;
  networks) set -- org.metasift.sift.metasift.NetworkBench "$root/out/bench" ;;
  price) set -- org.metasift.sift.metasift.PriceBench "$root/out/bench" ;;
  adaptive) set -- org.metasift.sift.panel.AdaptiveBench "$root/out/bench" ;;
  panel) set -- org.metasift.sift.panel.PanelBench "$root/out/bench" ;;
  *)
    peer
    set -- org.metasift.sift.metasift.SpeedBench "$peer/bin/python" "$root/src/bench/python/peer.py" "$root/out/bench" $quick
    ;;
  esac
  exec "$java" "-Xmx$heap" -Djava.awt.headless=true \
    "-Dmetasift.home=$root" "-Dmetasift.revision=$(git -C "$root" describe --always --dirty 2>/dev/null || printf unknown)" \
    -cp "$measures:$measures/metasift.jar:$target/lib/*" "$@"
}
