#!/bin/sh
# Does what environment/Dockerfile does, step by step, on a bare Debian root, where there is no Docker; then looks at what
# came of it. As root, on Debian, with mmdebstrap and a network:
#
#   environment/try-dockerfile.sh [FOLDER]     FOLDER (default: a temporary one) gets the root and is removed at the end
#
# Other than the image: Debian's OpenJDK 17 in place of Eclipse Temurin's, Debian in place of Ubuntu, and a chroot, so no
# ports, no volumes and no Binder. Certificates that the machine's owner added are taken along.
set -eu

project=$(CDPATH='' cd -P -- "$(dirname -- "$0")/.." && pwd)
dockerfile=$project/environment/Dockerfile
[ "$(id -u)" = 0 ] || { echo "try-dockerfile: this needs root, for chroot." >&2 && exit 2; }
command -v mmdebstrap >/dev/null || { echo "try-dockerfile: mmdebstrap is missing: apt-get install mmdebstrap." >&2 && exit 2; }
# mounts of its own, which no other program sees and which end with it
[ -n "${METASIFT_OWN_MOUNTS:-}" ] || METASIFT_OWN_MOUNTS=1 exec unshare -m -- "$0" "$@"

folder=${1:-$(mktemp -d)}
root=$folder/root
user=$(sed -n 's/^ARG NB_USER=//p' "$dockerfile")
id=$(sed -n 's/^ARG NB_UID=//p' "$dockerfile")
home=/home/$user
packages=$(sed -n 's/.*--no-install-recommends //p' "$dockerfile" | sed 's/ *\\$//')

# what the image's ENV says, and nothing of this machine's environment but a proxy and a mirror
inside() {
  chroot "$root" su "$user" -s /bin/sh -c "
    export USER=$user HOME=$home LANG=C.UTF-8 OPT_OUT_TRACKING=true
    ${https_proxy:+export https_proxy=$https_proxy}
    ${MVNW_REPOURL:+export MVNW_REPOURL=$MVNW_REPOURL}
    export PATH=$home/metasift/environment/.venv/bin:/usr/local/bin:/usr/bin:/bin
    export JUPYTER_PATH=$home/metasift/environment/.jupyter
    cd $home/metasift
    $1"
}

begun=$(date +%s)
say() {
  printf '[%4d s] %s\n' $(($(date +%s) - begun)) "$*"
}

[ ! -e "$root" ] || { echo "try-dockerfile: $root is there already: name another folder." >&2 && exit 2; }

clean() {
  umount "$root/proc" "$root/dev/shm" "$root/dev" 2>/dev/null || :
  rm -rf --one-file-system "$root"
  [ -n "${keep:-}" ] || rmdir "$folder" 2>/dev/null || :
}
trap clean EXIT

say "FROM: a bare Debian with OpenJDK 17"
mkdir -p "$root"
# shellcheck disable=SC2086 # a list
mmdebstrap --quiet --variant=minbase \
  --include="$(echo openjdk-17-jdk-headless ca-certificates wget $packages | tr ' ' ,)" bookworm "$root"
say "RUN apt-get install $packages"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$root/dev/shm"
mount -t tmpfs tmpfs "$root/dev/shm"
cp /etc/resolv.conf "$root/etc/resolv.conf"
if [ -n "$(find /usr/local/share/ca-certificates -name '*.crt' 2>/dev/null)" ]; then
  cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
  chroot "$root" update-ca-certificates >/dev/null
fi

say "RUN useradd $user"
chroot "$root" useradd --create-home --uid "$id" "$user"

say "COPY ."
mkdir "$root$home/metasift"
git -C "$project" ls-files -z --cached --others --exclude-standard | tar -C "$project" -c --null -T - | tar -x -C "$root$home/metasift"
chown -R "$id" "$root$home/metasift"

say "RUN ./metasift setup"
inside './metasift setup'

say "what the image holds"
du -smx "$root" | sed 's/\t.*/ MB in all/'
inside 'jupyter kernelspec list; ./metasift info'
say "a pick"
inside './metasift data signs --small --png --to out/signs >/dev/null && ./metasift sift --data out/signs --sifter loss-scan --budget 86 --out out/pick'
say "CMD ./metasift lab answers"
inside './metasift lab --ip=127.0.0.1 --port=18888 --no-browser --IdentityProvider.token=try >out/lab.log 2>&1 &
  lab=$!
  tries=0
  until wget -q -O out/status.json "http://127.0.0.1:18888/api/kernelspecs?token=try"; do
    tries=$((tries + 1))
    [ $tries -lt 60 ] || { tail out/lab.log; kill $lab; exit 1; }
    sleep 2
  done
  kill $lab
  grep -o "\"default\": \"[a-z]*\"" out/status.json'
say "done"
