# shellcheck shell=bash disable=SC2154 # state, root, app come from ../../hotcell
# Runs Hotcell in a Docker container with the rights that docs/containers.md names, and with each of them taken away. The engine is one of our own: it has its
# own socket and folders, its own mount namespace, and no network. Sourced by ../../hotcell.

container=$state/container
container_name=hotcell-test
container_groups=(memory pids cpu cpuacct)

# The rights of docs/containers.md, line by line.
container_rights() {
  printf '%s\n' --security-opt "seccomp=$root/deploy/container/seccomp.json" --security-opt systempaths=unconfined \
    --cap-drop ALL --cap-add SETUID --cap-add SETGID --cap-add CHOWN --cap-add KILL
  ! has aa-status || printf '%s\n' --security-opt apparmor=unconfined
}
container_cgroups() {
  local group
  if [[ -e /sys/fs/cgroup/cgroup.controllers ]]; then
    mkdir -p /sys/fs/cgroup/$container_name
    printf '%s\n' --cgroupns host --volume "/sys/fs/cgroup/$container_name:/sys/fs/cgroup/$container_name"
  else
    for group in "${container_groups[@]}"; do
      mkdir -p "/sys/fs/cgroup/$group/$container_name"
      printf '%s\n' --volume "/sys/fs/cgroup/$group/$container_name:/cgroups/$group"
    done
  fi
}

in_engine() { DOCKER_HOST=unix://$container/engine.sock docker "$@"; }
doctor_with() { in_engine run --rm --network none "$@" "$container_name" hotcell doctor 2>&1 || true; }

stop_engine() {
  kill "$engine"
  wait "$engine" || true
  find /sys/fs/cgroup -depth -type d -path "*/$container_name*" -exec rmdir {} + 2>/dev/null || true
}

start_engine() {
  mkdir -p "$container"/data "$container"/exec
  unshare --mount dockerd --host "unix://$container/engine.sock" --data-root "$container/data" --exec-root "$container/exec" --pidfile "$container/engine.pid" \
    --iptables=false --ip6tables=false --bridge=none >"$container/engine.log" 2>&1 &
  engine=$!
  trap stop_engine EXIT
  local _
  for _ in {1..60}; do
    in_engine version >/dev/null 2>&1 && return
    sleep 1
  done
  die "the engine did not start: $container/engine.log"
}

# Debian with Python, .NET, and what was published, as docs/containers.md lays it out.
make_image() {
  local tree=$container/tree
  rm -rf "$tree"
  vm_tree "$tree" python3-minimal,curl,ca-certificates
  mkdir -p "$tree"/opt/hotcell "$tree"/usr/share/dotnet/shared
  cp -a "$app"/{warden,server,cli} "$tree/opt/hotcell/"
  cp -a "$DOTNET_ROOT/dotnet" "$DOTNET_ROOT/host" "$tree/usr/share/dotnet/"
  cp -a "$DOTNET_ROOT"/shared/Microsoft.{NETCore,AspNetCore}.App "$tree/usr/share/dotnet/shared/"
  cp "$root/deploy/container/hotcell" "$tree/usr/local/bin/"
  ln -sf /usr/share/dotnet/dotnet "$tree/usr/local/bin/dotnet"
  tar -C "$tree" -c . | in_engine import - "$container_name" >/dev/null
  rm -rf "$tree"
}

container_passed=0 container_failed=0
# claim WORDS… -- PATTERN TEXT: whether the text has the pattern.
claim() {
  if grep -Eq -- "$2" <<<"$3"; then
    container_passed=$((container_passed + 1))
    echo "passed: $1"
  else
    container_failed=$((container_failed + 1))
    printf 'FAILED: %s: nothing like "%s" in\n%s\n' "$1" "$2" "$3"
  fi
}

run_container_tests() {
  [[ $EUID == 0 ]] || die "the engine is started by root: sudo ./hotcell test --container"
  # shellcheck source=test/vm/machine.sh
  source "$root/test/vm/machine.sh"
  want docker.io has dockerd "runs containers"
  want mmdebstrap has mmdebstrap "makes the tree of an image"
  install_missing || die "the container needs these"
  build
  start_engine
  make_image
  local rights groups all fewer i said
  mapfile -t rights < <(container_rights)
  mapfile -t groups < <(container_cgroups)
  all=("${rights[@]}" "${groups[@]}")
  local limits=memory_cgroup,pids_cgroup,cpu_cgroup

  said=$(doctor_with "${all[@]}")
  claim "With_its_rights_the_doctor_finds_everything_in_place" '^Everything that is required is in place\.$' "$said"
  claim "Every_protection_is_in_force_in_a_container" 'memory_cgroup: in force' "$said"

  said=$(echo 'print("hello")' | in_engine run -i --rm --network none "${all[@]}" --entrypoint sh "$container_name" -c 'cat >/tmp/a.py && hotcell run /tmp/a.py' 2>&1) || true
  claim "A_program_runs" '^hello$' "$said"

  # shellcheck disable=SC2016 # the shell in the container expands it
  said=$(in_engine run --rm --network none --stop-timeout 5 "${all[@]}" --entrypoint bash "$container_name" -c \
    'hotcell serve & for i in $(seq 60); do curl -s http://127.0.0.1:8080/api/v1/executions -H "content-type: application/json" -d "{\"language\":\"python\",\"code\":\"print(6*7)\"}" && break; sleep 1; done; kill $!; wait $!; echo "ended with $?"' 2>&1) || true
  claim "The_server_answers" '"stdout":"42\\n".*"own_user_ids"\]\}' "$said"
  claim "SIGTERM_ends_it" '^ended with 0$' "$said"

  said=$(doctor_with "${rights[@]}")
  claim "Without_groups_it_says_so" 'memory_cgroup cannot be had: .*a container must be given such folders' "$said"
  said=$(doctor_with "${rights[@]}" --env "HOTCELL_ACCEPT_DEGRADED=$limits")
  claim "Without_groups_it_runs_degraded" 'Cells are degraded, as accepted' "$said"

  said=$(doctor_with "${groups[@]}")
  claim "An_ordinary_container_is_refused_by_name" 'fix: .*no container or service filter that forbids clone3' "$said"
  said=$(doctor_with "${groups[@]}" --security-opt "seccomp=$root/deploy/container/seccomp.json")
  claim "A_masked_proc_is_named" 'this container masks /proc.*systempaths=unconfined' "$said"
  for i in SETUID SETGID CHOWN; do
    mapfile -t fewer < <(printf '%s\n' "${all[@]}" | sed -z "s/--cap-add\n$i\n//")
    said=$(doctor_with "${fewer[@]}")
    claim "Without_CAP_${i}_nothing_starts" '✗ warden' "$said"
  done
  echo "$container_passed passed, $container_failed failed, 0 skipped"
  return $((container_failed > 0))
}
