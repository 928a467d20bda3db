#:  ./metasift class [--seats N] [--host ADDRESS] [--port P] [--out FOLDER]
#:      a JupyterLab for each seat of a class (30), with notebooks of its own in
#:      FOLDER/seat-01, ... (out/class) and a link, at ports P (8900) and up; ends
#:      with Ctrl-C; the same FOLDER goes on with the same notebooks and links

. "$root/environment/setup.sh"

# MB that a seat takes at most, and the machine besides: measured, docs/how-to/class-lab.md
seat_megabytes=1000
spare_megabytes=1500

# whole NAME VALUE FROM TO
whole() {
  case $2 in
  '' | *[!0-9]* | ??????*) die "$1 $2: a whole number from $3 to $4 is allowed." ;;
  esac
  [ "$2" -ge "$3" ] && [ "$2" -le "$4" ] || die "$1 $2: a whole number from $3 to $4 is allowed."
}

check_room() {
  has=$(memory)
  if [ "$has" -gt 0 ] && [ $((seats * seat_megabytes + spare_megabytes)) -gt "$has" ]; then
    fit=$(((has - spare_megabytes) / seat_megabytes))
    [ "$fit" -gt 0 ] || fit=0
    die "$seats seats need $(((seats * seat_megabytes + spare_megabytes + 999) / 1000)) GB of memory, but this machine has $((has / 1000)): --seats $fit fit."
  fi
}

# a seat's notebooks are the student's once they are there
lay_out() {
  k=0
  while [ "$k" -lt "$seats" ]; do
    k=$((k + 1))
    seat=$out/seat-$(printf %02d "$k")
    [ ! -d "$seat/notebooks" ] || continue
    mkdir -p "$seat/.jupyter"
    rm -rf "$seat/.copying"
    cp -R "$root/notebooks" "$seat/.copying"
    rm -rf "$seat/.copying/lab_solutions.ipynb" "$seat/.copying/.ipynb_checkpoints"
    [ -e "$seat/docs" ] || cp -R "$root/docs" "$seat/docs"
    mv "$seat/.copying" "$seat/notebooks"
  done
}

class() {
  seats=30 host=127.0.0.1 port=8900 out=$root/out/class
  while [ $# -gt 0 ]; do
    case $1 in
    --seats=* | --host=* | --port=* | --out=*)
      option=${1%%=*} value=${1#*=}
      shift
      set -- "$option" "$value" "$@"
      continue
      ;;
    --seats | --host | --port | --out) [ $# -ge 2 ] && [ -n "$2" ] || die "$1 needs a value." ;;
    *) die "class has no option $1; its options are --seats N, --host ADDRESS, --port P and --out FOLDER." ;;
    esac
    case $1 in
    --seats) seats=$2 ;;
    --host) host=$2 ;;
    --port) port=$2 ;;
    --out) out=$(absolute "$2") ;;
    esac
    shift 2
  done
  whole --seats "$seats" 1 99
  whole --port "$port" 1024 $((65536 - seats))
  [ "$host" != 0.0.0.0 ] || die "--host 0.0.0.0: the links must bear one address; name this machine's in the class's network."
  check_room
  # what a seat was measured with; the kernels share the cores
  METASIFT_HEAP=${METASIFT_HEAP:-1g}
  export METASIFT_HEAP
  cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
  threads=$((cores / seats))
  [ "$threads" -ge 1 ] || threads=1
  export OMP_NUM_THREADS="${OMP_NUM_THREADS:-$threads}"
  export METASIFT_DATASETS="${METASIFT_DATASETS:-$root/datasets}"
  set_up
  set_up_lab
  lay_out
  # the engine unpacks itself at first use: once, before thirty kernels want to at the same time
  "$java" -cp "$target/metasift.jar:$target/lib/*" org.metasift.cli.Main info >/dev/null
  exec "$venv/bin/python" "$root/environment/class_seats.py" "$out" "$seats" "$host" "$port"
}
