# shellcheck shell=bash disable=SC2154 # state, root, uid and app come from ../hotcell
# Finds dotnet and publishes what changed. Sourced by ../hotcell.

kept_apps=3

# Whether the user that the server runs as can read PATH.
server_reads() { [[ $EUID != 0 ]] || ! command -v setpriv >/dev/null || setpriv --reuid="$uid" --regid="$uid" --clear-groups test -r "$1"; }

find_dotnet() {
  local candidate found=""
  for candidate in "$(command -v dotnet || true)" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet "${HOME:-}/.dotnet/dotnet"; do
    [[ ! -x $candidate ]] || { found=$candidate; break; }
  done
  [[ -n $found ]] || die "there is no dotnet: install the .NET 10 SDK (apt-get install dotnet-sdk-10.0, or https://dot.net/download)"
  dotnet=$(readlink -f "$found")
  export DOTNET_ROOT=${dotnet%/*} DOTNET_HOST_PATH=$dotnet
  server_reads "$DOTNET_ROOT/host" || die "$DOTNET_ROOT cannot be read by uid $uid, which the server runs as (never root): install .NET for all users, in /usr/share/dotnet"
  [[ -w ${HOME:-/nonexistent} ]] || export HOME=$state
}

fingerprint() {
  (cd "$root" && find src proto openapi web languages ./*.props global.json BannedSymbols.txt .editorconfig -type f -not -path '*/obj/*' -not -path '*/bin/*' -not -path 'web/node_modules/*' -not -path 'web/dist/*' -printf '%p %s %T@\n' \
    | LC_ALL=C sort | sha256sum - | cut -c1-16)
}

# run_quietly TITLE COMMAND…: shows the output only when the command fails.
run_quietly() {
  local log
  log=$(mktemp)
  say "$1"
  # Without our locks: a compiler that waits for more work would keep them for ten minutes.
  "${@:2}" >"$log" 2>&1 8>&- 9>&- || { cat "$log" >&2; rm -f "$log"; die "failed: ${*:2}"; }
  rm -f "$log"
}

# A server that still runs keeps its files: it loads some of them late.
remove_old_apps() {
  local old
  # shellcheck disable=SC2012 # the names are our own fingerprints
  ls -1dt "$state"/app/*/ | tail -n +$((kept_apps + 1)) | while read -r old; do
    grep -qsF "$old" /proc/[0-9]*/cmdline || rm -rf "$old"
  done
}

# Sets $app to a folder with server, cli and warden of the sources as they are.
build() {
  find_dotnet
  app=$state/app/$(fingerprint)
  mkdir -p "$state/app"
  server_reads "$state/app" || die "$state cannot be read by uid $uid, which the server runs as (never root): choose another HOTCELL_STATE_DIR"
  if [[ -e $app/without-web ]] && can_build_web; then rm -rf "$app"; fi # there is now what was missing
  [[ -e $app/complete ]] && return
  want gcc test -x /usr/bin/gcc "links the warden"
  want libc6-dev test -e /usr/include/stdio.h "links the warden"
  install_missing || die "the warden cannot be built without these"
  "$dotnet" --list-sdks | grep -q '^10\.' || die "$dotnet has no .NET 10 SDK, only: $("$dotnet" --list-sdks | tr '\n' ' ')"
  exec 9>"$state/lock"
  flock -n 9 || { say "waiting for another build"; flock 9; }
  if [[ ! -e $app/complete ]]; then
    rm -rf "$app"
    build_web
    for project in Warden Server Cli; do
      run_quietly "building Hotcell.$project" "$dotnet" publish "$root/src/Hotcell.$project" -c Release --artifacts-path "$state/build" -o "$app/${project,,}" "-p:WebFiles=${web:-/nowhere}/dist"
    done
    can_build_web || touch "$app/without-web"
    touch "$app/complete"
    remove_old_apps
  fi
  exec 9>&-
}
