# shellcheck shell=bash disable=SC2154 # state, root, uid and app come from ../hotcell
# Finds dotnet and publishes what changed. Sourced by ../hotcell.

kept_apps=3

find_dotnet() {
  local found
  found=$(command -v dotnet || true)
  [[ -n $found ]] || found=$(compgen -G "{/usr/share,/usr/lib,$HOME/.}dotnet/dotnet" | head -n 1 || true)
  [[ -n $found ]] || die "there is no dotnet: install the .NET 10 SDK (apt-get install dotnet-sdk-10.0, or https://dot.net/download)"
  dotnet=$(readlink -f "$found")
  export DOTNET_ROOT=${dotnet%/*} DOTNET_HOST_PATH=$dotnet
  if [[ $EUID == 0 ]] && ! setpriv --reuid="$uid" --regid="$uid" --clear-groups test -x "$dotnet" -a -r "$DOTNET_ROOT/host"; then
    die "$DOTNET_ROOT cannot be read by uid $uid, which the server runs as (never root): install .NET for all users, in /usr/share/dotnet"
  fi
}

fingerprint() {
  (cd "$root" && find src languages ./*.props global.json BannedSymbols.txt .editorconfig -type f -not -path '*/obj/*' -not -path '*/bin/*' -printf '%p %s %T@\n' \
    | LC_ALL=C sort | sha256sum - | cut -c1-16)
}

# run_quietly TITLE COMMAND…: shows the output only when the command fails.
run_quietly() {
  local log
  log=$(mktemp)
  say "$1"
  "${@:2}" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; die "failed: ${*:2}"; }
  rm -f "$log"
}

# Sets $app to a folder with server, cli and warden of the sources as they are.
build() {
  find_dotnet
  app=$state/app/$(fingerprint)
  [[ -e $app/complete ]] && return
  want gcc test -x /usr/bin/gcc "links the warden"
  want libc6-dev test -e /usr/include/stdio.h "links the warden"
  install_missing || die "the warden cannot be built without these"
  "$dotnet" --list-sdks | grep -q '^10\.' || die "$dotnet has no .NET 10 SDK, only: $("$dotnet" --list-sdks | tr '\n' ' ')"
  mkdir -p "$state/app"
  exec 9>"$state/lock"
  flock -n 9 || { say "waiting for another build"; flock 9; }
  if [[ ! -e $app/complete ]]; then
    rm -rf "$app"
    for project in Warden Server Cli; do
      run_quietly "building Hotcell.$project" "$dotnet" publish "$root/src/Hotcell.$project" -c Release --artifacts-path "$state/build" -o "$app/${project,,}"
    done
    touch "$app/complete"
    # shellcheck disable=SC2012 # the names are our own fingerprints
    ls -1dt "$state"/app/*/ | tail -n +$((kept_apps + 1)) | xargs -r rm -rf
  fi
  exec 9>&-
}
