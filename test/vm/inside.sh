#!/usr/bin/env bash
# What the virtual machine does, as root: README's way to start, then the suites; first as root, then as an ordinary user. A line that begins with
# "== " announces a suite, one that begins with "FAILED: " counts as a failed test.
set -uo pipefail

user=judge
handler=/run/core-handler
export HOME=/root DOTNET_ROOT=/usr/share/dotnet HOTCELL_REPOSITORY=/opt/hotcell HOTCELL_TEST_IMAGES=host HOTCELL_TEST_PATIENCE=10
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_TieredPGO=0
ln -sf /usr/share/dotnet/dotnet /usr/local/bin/dotnet
app=$(echo /var/lib/hotcell/app/*)
export HOTCELL_WARDEN=$app/warden/hotcell-warden HOTCELL_SERVER_DLL=$app/server/Hotcell.Server.dll HOTCELL_CLI_DLL=$app/cli/hotcell.dll
read -r -a suites </opt/tests/suites
read -r -a users </opt/tests/users
filter=$(cat /opt/tests/filter)
part=$(cat /opt/tests/part)

say() { printf -- '-- %s s: %s\n' "$SECONDS" "$*"; }
fails() { printf 'FAILED: %s\n' "$*"; }
expect() { "${@:2}" || fails "$1"; }

# as_user COMMAND…: as README says for a user that is not root.
environment=()
as_user() {
  local id
  id=$(id -u "$user")
  runuser -u "$user" -- env -i HOME=/home/$user USER=$user PATH="$PATH" XDG_RUNTIME_DIR=/run/user/"$id" DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/"$id"/bus \
    "${environment[@]}" systemd-run --user --scope --quiet -p Delegate=yes "$@"
}
as_root() { systemd-run --scope --quiet -p Delegate=yes "$@"; }

# README's commands: the doctor finds everything in place; a program in a file; a server and its example.
readme() { # AS
  say "doctor, as ${1#as_}"
  expect "doctor, as ${1#as_}" "$1" /opt/hotcell/hotcell doctor
  say "a program in a file"
  echo 'print("hello")' >/tmp/hello.py
  [[ $("$1" /opt/hotcell/hotcell run /tmp/hello.py --time 60s --memory 64m) == hello ]] || fails "hotcell run, as ${1#as_}"
  say "a server"
  "$1" /opt/hotcell/hotcell serve >/tmp/serve 2>&1 &
  local server=$! answer="" _
  for _ in {1..120}; do
    answer=$(curl -s http://127.0.0.1:8080/api/v1/executions -H 'content-type: application/json' \
      -d '{"language": "python", "code": "print(\"hello\")", "limits": {"wall_time_ms": 60000}}') && break
    sleep 1
  done
  echo "$answer"
  [[ $answer == *'"verdict":"Ok"'*'"stdout":"hello\n"'*'"memory_cgroup","pids_cgroup","cpu_cgroup"'* && $answer != *degraded* ]] || { fails "README's example, as ${1#as_}"; cat /tmp/serve; }
  cgroups
  pkill -TERM --oldest --full 'hotcell-warden --socket' # the keeper, which passes it on
  wait $server || fails "the server's end, as ${1#as_}: $?"
}

# What only cgroup v2 has is there and in use: read while ready cells of the server live.
cgroups() {
  local group file
  group=$(find /sys/fs/cgroup -type d -path '*/hotcell/*/c*/job' | head -n 1)
  [[ -n $group ]] || { fails "a cell has no group on cgroup v2"; return; }
  for file in memory.max memory.swap.max memory.oom.group memory.peak pids.max cpu.max cgroup.kill; do
    printf '%s %s: %s\n' "${group##*hotcell/}" "$file" "$(cat "$group/$file" 2>/dev/null || echo 'there')"
    [[ -e $group/$file ]] || fails "$file is missing"
  done
  [[ $(cat "$group/memory.max") != max && $(cat "$group/memory.oom.group") == 1 && $(cat "$group/pids.max") != max && $(cat "$group/cpu.max") != max* ]] || fails "a cell's group has no limits"
}

# The classes of a suite that depend most on the version of cgroups, and on who starts Hotcell.
declare -A quick=(
  [as_rootEscape]="KernelClaims PrivilegeClaims NeighbourClaims ResourceClaims FailClosedClaims"
  [as_userEscape]="PrivilegeClaims NeighbourClaims ResourceClaims"
  [as_rootLimits]="MemoryTests ProcessTests CpuTimeTests CpuShareTests BootTests DyingGroupTests"
  [as_userLimits]="MemoryTests ProcessTests CpuTimeTests BootTests DyingGroupTests"
)

# run_suite AS NAME
run_suite() {
  local options=() class
  if [[ -n $filter ]]; then
    options=(--filter-method "*$filter*")
  elif [[ $part == quick ]]; then
    for class in ${quick[$1$2]}; do options+=(--filter-class "*.$class"); done
  elif [[ $1$2 == as_userEscape ]]; then
    # The filter that takes system calls away needs no_new_privs, and under that newuidmap(1) has no rights.
    options=(--filter-not-class '*.FailClosedClaims')
  fi
  echo "== $2, as ${1#as_}, after $SECONDS s"
  "$1" /usr/share/dotnet/dotnet exec "/opt/tests/$2/Hotcell.$2.dll" --no-ansi --no-progress --output Detailed "${options[@]}" </dev/null 2>&1
}

# The handler of a piped core_pattern leaves a mark. It runs for a program of the machine even where core files have no size, which is why that is not what cells rely on.
core_handler() {
  echo "|/usr/bin/touch $handler" >/proc/sys/kernel/core_pattern
  bash -c 'ulimit -c 0; kill -SEGV $$' 2>/dev/null
  sleep 2
  [[ -e $handler ]] || fails "the core handler of this machine does not work, so that it did not run tells nothing"
  rm -f "$handler"
}
no_core() { [[ ! -e $handler ]] || { fails "the core handler ran: $1"; rm -f "$handler"; }; }

# Where whoever started Hotcell may have no core files, and so may nobody below.
inherited_limit() { # AS EXPECTED
  local said
  printf 'import os\nos.abort()\n' >/tmp/abort.py
  said=$("$1" prlimit --core=0:0 /opt/hotcell/hotcell run /tmp/abort.py --time 60s 2>&1)
  say "with an inherited limit of 0, as ${1#as_}: exit code $?: $said"
  [[ $said == *"$2"* ]] || fails "with an inherited limit of 0, as ${1#as_}: expected '$2'"
  no_core "with an inherited limit of 0, as ${1#as_}"
}

# Root raises the limit for cells; a user may not, and then Hotcell does not start.
declare -A core_says=([as_root]=SIGABRT [as_user]="RLIMIT_CORE")

say "$(uname -r), $(nproc) CPUs, $(. /etc/os-release; echo "$PRETTY_NAME"), $(stat -f -c %T /sys/fs/cgroup)"
core_handler
for as in "${users[@]/#/as_}"; do
  environment=()
  if [[ $as == as_user ]]; then
    for name in DOTNET_ROOT DOTNET_CLI_TELEMETRY_OPTOUT DOTNET_TieredPGO HOTCELL_REPOSITORY HOTCELL_TEST_IMAGES HOTCELL_TEST_PATIENCE DOTNET_SYSTEM_GLOBALIZATION_INVARIANT HOTCELL_WARDEN HOTCELL_SERVER_DLL HOTCELL_CLI_DLL; do
      environment+=("$name=${!name}")
    done
    mkdir -p /home/$user/.local/share/hotcell
    cp -a /var/lib/hotcell/app /home/$user/.local/share/hotcell/
    chown -R $user:$user /home/$user /opt/tests
  fi
  [[ -n $filter ]] || { readme "$as"; inherited_limit "$as" "${core_says[$as]}"; }
  for suite in "${suites[@]}"; do
    run_suite "$as" "$suite"
    no_core "$suite, as ${as#as_}"
  done
done
say "the end"
echo DONE
