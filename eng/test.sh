# shellcheck shell=bash disable=SC2154 # state, root, uid and app come from ../hotcell
# Runs the test programs and adds up what they say. Sourced by ../hotcell.

prepare_tests() { # PROJECT…
  export HOTCELL_WARDEN=$app/warden/hotcell-warden HOTCELL_SERVER_DLL=$app/server/Hotcell.Server.dll HOTCELL_CLI_DLL=$app/cli/hotcell.dll HOTCELL_REPOSITORY=$root
  local project
  for project; do
    run_quietly "building ${project#"$root"/}" "$dotnet" build "$project" -c Release --artifacts-path "$state/build"
  done
}

# count WORD FILE: the number beside WORD in the summary that a test program ends with.
count() { sed -n "/^Test run summary/,\$s/^ *$1: *\([0-9]*\).*/\1/p" "$2" | head -n 1; }

# All languages in an image, once for all runs: what is installed and unchanged is left alone.
test_images() {
  if [[ ${HOTCELL_TEST_IMAGES:-} == host || $EUID != 0 ]]; then
    export HOTCELL_TEST_IMAGES=host
    toolchains
  else
    if (languages install --all); then
      export HOTCELL_ALL_LANGUAGES=true # no sample may be left out
    else
      say "going on with what is installed"
    fi
  fi
  software
  install_missing || die "the tests need these"
}

# npm_modules CLIENT NAME: sets $modules to what a foreign client for Node.js needs, as its lock file says; fetched once for all runs.
npm_modules() {
  local client=$root/test/$1 folder
  folder=$state/npm/$(sha256sum "$client/package-lock.json" | cut -c1-16)
  modules=$folder/node_modules
  [[ ! -e $folder/complete ]] || return 0
  mkdir -p "$folder"
  cp "$client"/package*.json "$folder"
  if (run_quietly "fetching the $2 client for Node.js" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund); then
    touch "$folder/complete"
  else
    say "going on without: its tests will fail"
  fi
}

# The public test suites of both protocols of Socket.IO, which are not ours to keep here: of one commit, so that a change of theirs is no failure of ours.
socketio_suites() {
  local commit=d2d753fed4435015c2d83fe62e676b44e07fa3f7 suites=$state/socketio-suites suite
  [[ -z ${HOTCELL_SOCKETIO_SUITES:-} ]] || return 0
  if [[ $(cat "$suites/complete" 2>/dev/null) != "$commit" ]]; then
    rm -rf "$suites"
    if (git init --quiet "$suites" \
      && git -C "$suites" remote add origin https://github.com/socketio/socket.io \
      && git -C "$suites" sparse-checkout set docs \
      && run_quietly "fetching the test suites of Socket.IO" git -C "$suites" fetch --depth 1 --filter=blob:none origin "$commit" \
      && run_quietly "fetching their files" git -C "$suites" checkout --quiet --detach FETCH_HEAD \
      && for suite in engine.io-protocol/v4 socket.io-protocol/v5; do
        run_quietly "fetching what $suite needs" npm ci --prefix "$suites/docs/$suite-test-suite" --ignore-scripts --no-audit --no-fund
      done); then
      echo "$commit" >"$suites/complete"
    else
      say "going on without: they will be skipped"
      return 0
    fi
  fi
  export HOTCELL_SOCKETIO_SUITES=$suites/docs
}

run_tests() {
  [[ ${1:-} != --help ]] || { echo "Usage: ./hotcell test [FILTER | --table | --vm [FILTER] | --container] [--yes]   runs all tests, those whose full name contains FILTER, or those of the languages, and writes docs/languages.md; or those about cells in a virtual machine with cgroup v2, or in a Docker container"; return; }
  if [[ ${1:-} == --vm ]]; then
    # shellcheck source=test/vm/run.sh
    source "$root/test/vm/run.sh"
    run_vm_tests "${@:2}"
    return
  elif [[ ${1:-} == --container ]]; then
    # shellcheck source=test/container/run.sh
    source "$root/test/container/run.sh"
    run_container_tests
    return
  fi
  local modules suites=Unit,Fuzz,Conformance,Integration,Browser,Escape,Limits,Languages,Software
  if [[ ${1:-} == --table ]]; then
    export HOTCELL_LANGUAGE_TABLE=$root/docs/languages.md HOTCELL_ALL_LANGUAGES=true # what is not installed cannot be told of
    suites=Languages
    shift
  fi
  test_images
  build
  [[ ,$suites, != *,Integration,* ]] || {
    npm_modules Integration/Grpc/clients/node gRPC
    export HOTCELL_GRPC_MODULES=$modules
    npm_modules Conformance/clients/node Socket.IO
    export HOTCELL_SOCKETIO_MODULES=$modules
    socketio_suites
  }
  [[ ,$suites, != *,Browser,* ]] || { build_web && export HOTCELL_AXE=$web/node_modules/axe-core/axe.min.js; }
  local projects=() project name log status=0 passed=0 failed=0 skipped=0
  for project in ${suites//,/ }; do projects+=("$root/test/$project"/*.csproj); done
  prepare_tests "${projects[@]}"
  log=$(mktemp)
  for project in "${projects[@]}"; do
    name=$(basename "$project" .csproj)
    say "testing $name"
    "$dotnet" exec "$state/build/bin/$name/release/$name.dll" --no-ansi --no-progress ${1:+--filter-method "*$1*"} </dev/null 2>&1 | tee "$log" || true
    if [[ -z $(count total "$log") ]]; then
      say "$name ended without a summary"
      failed=$((failed + 1))
      continue
    fi
    passed=$((passed + $(count succeeded "$log"))) failed=$((failed + $(count failed "$log"))) skipped=$((skipped + $(count skipped "$log")))
  done
  rm -f "$log"
  ((failed == 0 && passed > 0)) || status=1
  echo "$passed passed, $failed failed, $skipped skipped"
  return $status
}
