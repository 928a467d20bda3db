#:  ./metasift run NOTEBOOK [--quick] [--seed N] [--profile paper|compact]
#:                 [--device cpu|gpu|gpu:1] [--out DIR]
#:      execute notebooks/NOTEBOOK.ipynb, save it and a web page in DIR (out/)
#:  ./metasift run quick_start --quick
#:      the paper's three claims in about 3 minutes; its figures are indicative

. "$root/environment/setup.sh"

notebook_named() {
  case $1 in
  *.ipynb) [ ! -f "$1" ] || { absolute "$1" && return; } ;;
  esac
  name=${1%.ipynb}
  [ -f "$root/notebooks/$name.ipynb" ] || return 1
  printf '%s\n' "$root/notebooks/$name.ipynb"
}

notebook_names() {
  found=
  for file in "$root"/notebooks/*.ipynb; do
    [ ! -f "$file" ] || found="$found, $(basename "$file" .ipynb)"
  done
  printf '%s\n' "${found#, }"
}

run() {
  name='' out=$root/out
  while [ $# -gt 0 ]; do
    case $1 in
    --out=* | --seed=* | --profile=* | --device=*)
      option=${1%%=*} value=${1#*=}
      shift
      set -- "$option" "$value" "$@"
      continue
      ;;
    --out | --seed | --profile | --device) [ $# -ge 2 ] || die "$1 needs a value." ;;
    esac
    case $1 in
    --quick) METASIFT_QUICK=1 && export METASIFT_QUICK ;;
    --out)
      [ -n "$2" ] || die "--out needs a folder."
      out=$(absolute "$2")
      shift
      ;;
    --seed)
      case $2 in
      '' | *[!0-9]* | ????????*) die "--seed $2: a seed is a whole number from 0 to 1000000." ;;
      esac
      [ "$2" -le 1000000 ] || die "--seed $2: a seed is a whole number from 0 to 1000000."
      METASIFT_SEED=$2 && export METASIFT_SEED
      shift
      ;;
    --profile)
      case $2 in
      paper | compact) ;;
      *) die "--profile $2: the profiles are paper and compact." ;;
      esac
      METASIFT_PROFILE=$2 && export METASIFT_PROFILE
      shift
      ;;
    --device)
      device_among --device "$2"
      shift
      ;;
    -*) die "run has no option $1; its options are --quick, --seed N, --profile paper|compact, --device D and --out DIR." ;;
    *)
      [ -z "$name" ] || die "run takes one notebook, not both $name and $1."
      name=$1
      ;;
    esac
    shift
  done
  [ -n "$name" ] || die "run which notebook? There are: $(notebook_names)."
  notebook=$(notebook_named "$name") || die "there is no notebook '$name'; there are: $(notebook_names)."
  set_up
  exec "$venv/bin/python" "$root/environment/run_notebook.py" "$notebook" "$out"
}
