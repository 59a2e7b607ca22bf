# shellcheck shell=bash disable=SC2154 # state, root, uid and app come from ../hotcell
# Missing system packages: says what and why, and installs them where there is apt. Sourced by ../hotcell.

missing=()
# want PACKAGE TEST… WHY: notes the package when TEST fails.
want() {
  local package=$1 why=${*: -1}
  "${@:2:$#-2}" || [[ " ${missing[*]} " == *" $package "* ]] || { missing+=("$package"); say "missing: $package ($why)"; }
}

# Installs what is missing. Returns 1 when that was not possible or not wanted.
install_missing() {
  ((${#missing[@]})) || return 0
  local packages=("${missing[@]}") apt=(apt-get) answer
  missing=()
  if ! command -v apt-get >/dev/null; then
    say "there is no apt-get here: install these with your package manager (the names are Debian's)"
    return 1
  fi
  if [[ $EUID != 0 ]]; then
    command -v sudo >/dev/null || { say "as root: apt-get install --no-install-recommends ${packages[*]}"; return 1; }
    apt=(sudo apt-get)
  fi
  if [[ -z $yes || $yes == false ]]; then
    if [[ ! -t 0 ]]; then
      say "${apt[*]} install --no-install-recommends ${packages[*]}   (or give --yes)"
      return 1
    fi
    read -r -p "Install them now with ${apt[*]}? [Y/n] " answer
    [[ ${answer:-y} == [yY]* ]] || return 1
  fi
  local install=("${apt[@]}" install -y --no-install-recommends "${packages[@]}")
  DEBIAN_FRONTEND=noninteractive "${install[@]}" >&2 || { "${apt[@]}" update >&2 && DEBIAN_FRONTEND=noninteractive "${install[@]}" >&2; }
}

# list_of KEY FILE: the words of a "KEY: [a, b]" line.
list_of() { sed -n "s/^$1: *\[\(.*\)\].*/\1/p" "$2" | tr -d ' ' | tr ',' ' '; }

# Wants what the tests and the benchmarks of the server need of this machine itself. Other languages are tested where they are installed.
toolchains() {
  local language executable package
  for language in "$root"/languages/{python,javascript,c,cpp,bash}/language.yaml; do
    for executable in $(list_of requires "$language"); do
      has "$executable" && continue
      for package in $(list_of packages "$language"); do
        want "$package" false "language $(basename "${language%/*}"): $executable"
      done
      break
    done
  done
}

# Wants the packages that tests run, beside the languages: real software, what maps the ids of an ordinary user, and clients of gRPC.
software() {
  local package path
  while read -r package path; do
    want "$package" test -e "$path" "the tests run it"
  done <<'LIST'
python3-numpy /usr/lib/python3/dist-packages/numpy
python3-pandas /usr/lib/python3/dist-packages/pandas
python3-matplotlib /usr/lib/python3/dist-packages/matplotlib
golang-go /usr/bin/go
rustc /usr/bin/rustc
sqlite3 /usr/bin/sqlite3
uidmap /usr/bin/newuidmap
python3-grpcio /usr/lib/python3/dist-packages/grpc
python3-protobuf /usr/lib/python3/dist-packages/google/protobuf
protobuf-compiler /usr/bin/protoc
LIST
  want nodejs has node "the tests run it"
  want npm has npm "fetches what the tests of gRPC need, and what the playground is made of"
  want chromium test -x /usr/bin/chromium "the tests of the playground look at it"
}
