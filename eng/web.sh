# shellcheck shell=bash disable=SC2154 # state and root come from ../hotcell
# Builds the playground. Sourced by ../hotcell.

node_least=20.19

# Whether there is a Node.js that is new enough, with npm.
can_build_web() {
  has node && has npm && printf '%s\n' "$node_least" "$(node --version | tr -d v)" | sort -VC
}

# Sets $web to the folder where the playground was built, with the modules that its tests need, too; empty where it cannot be built.
build_web() {
  local folder
  web=
  can_build_web || { say "without the playground: it needs Node.js $node_least or newer, and npm, to be built"; return 0; }
  folder=$state/web/$(cd "$root/web" && find . -type f -not -path './node_modules/*' -not -path './dist/*' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-16)
  if [[ ! -e $folder/complete ]]; then
    rm -rf "$state/web"
    mkdir -p "$folder"
    (cd "$root/web" && find . -mindepth 1 -maxdepth 1 -not -name node_modules -not -name dist -exec cp -r {} "$folder" \;)
    if ! (run_quietly "fetching what the playground is made of" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund \
      && run_quietly "building the playground" npm run build --prefix "$folder"); then
      say "going on without the playground"
      return 0
    fi
    touch "$folder/complete"
  fi
  web=$folder
}
