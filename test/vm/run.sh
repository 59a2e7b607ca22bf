# shellcheck shell=bash disable=SC2154 # state, root, app and dotnet come from ../../hotcell; sources, users, part and filter from run_vm_tests
# Runs the suites about cells in a virtual machine, as root and as an ordinary user of it: cgroup v2, systemd, and README's way to start. Sourced by
# ../../hotcell. Verdicts count there; times do not, since everything is some ten times slower than outside.

# shellcheck source=test/vm/machine.sh
source "$root/test/vm/machine.sh"

vm_suites=(Escape Limits)

# What the machine is given: the checkout, the build of it, the tests, and .NET to run them.
vm_payload() {
  local tree=$1 suite
  rm -rf "$tree"
  mkdir -p "$tree"/opt/hotcell "$tree"/opt/tests "$tree"/var/lib/hotcell/app "$tree"/usr/share/dotnet/shared
  (cd "$root" && tar --format=posix --exclude=obj --exclude=bin --exclude=web/node_modules --exclude=web/dist -cf - hotcell eng src proto openapi web languages test ./*.props global.json BannedSymbols.txt .editorconfig Hotcell.slnx) | tar -xf - -C "$tree/opt/hotcell"
  cp -a "$app" "$tree/var/lib/hotcell/app/"
  cp -a "$DOTNET_ROOT/dotnet" "$DOTNET_ROOT/host" "$tree/usr/share/dotnet/"
  cp -a "$DOTNET_ROOT"/shared/Microsoft.{NETCore,AspNetCore}.App "$tree/usr/share/dotnet/shared/"
  for suite in "${vm_suites[@]}"; do
    cp -a "$state/build/bin/Hotcell.$suite/release" "$tree/opt/tests/$suite"
  done
  echo "${vm_suites[*]}" >"$tree/opt/tests/suites"
  echo "$users" >"$tree/opt/tests/users"
  echo "$part" >"$tree/opt/tests/part"
  echo "$filter" >"$tree/opt/tests/filter"
  # Only this format keeps the times of the sources, by which their build is found.
  tar --format=posix --owner=0 --group=0 -cf "$tree.tar" -C "$tree" .
  rm -rf "$tree"
}

# What decides whether a run is due: the sources that make cells, and this.
vm_fingerprint() {
  (cd "$root" && find src/Hotcell.{Warden,Linux,Protocol} test/vm -type f -not -path '*/obj/*' -not -path '*/bin/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

# run_vm_tests [--if-changed] [--quick] [--as root|user] [FILTER]: the last line is as that of other tests; the whole output stays in $state/vm/output.
run_vm_tests() {
  [[ $EUID == 0 ]] || die "the machine is made by root: sudo ./hotcell test --vm"
  local sources part=all users="root user" filter="" if_changed=false seconds=7200
  sources=$(vm_fingerprint)
  while (($#)); do
    case $1 in
      --if-changed) if_changed=true ;;
      --quick) part=quick seconds=3600 ;;
      --as) users=${2:?needs root or user}; shift ;;
      *) filter=$1 ;;
    esac
    shift
  done
  if $if_changed && [[ $(cat "$vm/passed-$part" 2>/dev/null) == "$sources" ]]; then
    say "what makes cells has not changed since the last run in a virtual machine that passed"
    return
  fi
  want qemu-system-x86 has qemu-system-x86_64 "emulates the machine"
  want mmdebstrap has mmdebstrap "makes the machine's tree"
  want debian-archive-keyring test -e /usr/share/keyrings/debian-archive-keyring.gpg "verifies its packages"
  want e2fsprogs has mkfs.ext4 "makes its disk"
  install_missing || die "the virtual machine needs these"
  build
  prepare_tests "${vm_suites[@]/#/$root/test/}"
  mkdir -p "$vm"
  exec 8>"$vm/lock"
  flock -n 8 || { say "waiting for another run"; flock 8; }
  vm_qemu
  vm_machine
  vm_payload "$vm/payload"
  say "booting it; what it says goes to $vm/output"
  : >"$vm/output"
  vm_boot "$vm/payload.tar" "$vm/output" "${HOTCELL_VM_SECONDS:-$seconds}"
  vm_report "$vm/output" || return
  if [[ -z $filter && $users == "root user" ]]; then
    echo "$sources" | tee "$vm/passed-quick" >"$vm/passed-$part"
  fi
}

# Adds up what each run of a suite in the output said. One that said nothing counts as a failure.
vm_report() {
  cat "$1"
  awk '
    /^== / { expected++ }
    /^ *total: / { told++ }
    /^ *succeeded: / { passed += $2 }
    /^ *failed: / { failed += $2 }
    /^ *skipped: / { skipped += $2 }
    /^FAILED: / { failed++ }
    /^DONE$/ { done = 1 }
    END {
      failed += expected - told + !done
      printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
      exit failed > 0 || passed == 0
    }' "$1"
}
