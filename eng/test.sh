# shellcheck shell=bash disable=SC2154 # state, root, uid and app come from ../hotcell
# Runs the test programs and adds up what they say. Sourced by ../hotcell.

prepare_tests() { # PROJECT…
  export HOTCELL_WARDEN=$app/warden/hotcell-warden HOTCELL_SERVER_DLL=$app/server/Hotcell.Server.dll HOTCELL_CLI_DLL=$app/cli/hotcell.dll HOTCELL_REPOSITORY=$root
  local project
  for project; do
    run_quietly "building ${project#"$root"/}" "$dotnet" build "$project" -c Release --artifacts-path "$state/build"
  done
}

run_tests() {
  [[ ${1:-} != --help ]] || { echo "Usage: ./hotcell test [FILTER] [--yes]   runs all tests, or those whose full name contains FILTER"; return; }
  toolchains
  install_missing || die "the tests need these"
  build
  local projects=("$root"/test/{Unit,Integration,Escape,Languages}/*.csproj) project name log status=0 passed=0 failed=0 skipped=0 counts
  prepare_tests "${projects[@]}"
  log=$(mktemp)
  for project in "${projects[@]}"; do
    name=$(basename "$project" .csproj)
    say "testing $name"
    "$dotnet" exec "$state/build/bin/$name/release/$name.dll" ${1:+-method "*$1*"} </dev/null 2>&1 | tee "$log" || status=1
    # "Total: 12, Errors: 0, Failed: 1, Skipped: 0, Not Run: 3, Time: 0.1s"
    counts=$(sed -n 's/.*Total: *\([0-9]*\), Errors: *\([0-9]*\), Failed: *\([0-9]*\), Skipped: *\([0-9]*\), Not Run: *\([0-9]*\).*/\1 \2 \3 \4 \5/p' "$log" | tail -n 1)
    [[ -n $counts ]] || { say "$name ended without a summary"; counts="0 1 0 0 0"; }
    read -r total errors fails skips others <<<"$counts"
    passed=$((passed + total - fails - skips - others)) failed=$((failed + fails + errors)) skipped=$((skipped + skips))
  done
  rm -f "$log"
  ((failed == 0 && passed > 0)) || status=1
  echo "$passed passed, $failed failed, $skipped skipped"
  return $status
}
