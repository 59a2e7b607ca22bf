# Prints all that a program can find of how it was started.
printf '%q ' "$_" "$0" "$#" "$@" "$-" "$?" "$!" "${BASH_SOURCE[@]}" "${FUNCNAME[@]}"; caller; echo
declare -p | grep -vE '^declare -\S+ (BASHPID|EPOCHREALTIME|EPOCHSECONDS|BASH_MONOSECONDS|RANDOM|SECONDS|SRANDOM)='
((SECONDS < 60)) && echo "SECONDS counts from the start"
set -o; shopt; alias; hash; jobs; dirs; trap -p; declare -F; enable; type -a bash
for limit in H S; do ulimit -$limit -a | grep -v 'cpu time'; done
env | sort
pwd; pwd -P; printf '%s\n' .* *; umask; locale; stat -c '%n %A %h %u %g %s' main.sh; ps -o ni=,tty= $$
for fd in /proc/$$/fd/*; do echo "${fd##*/} $(readlink "$fd" | sed 's/[0-9]\+//')"; done
while read -r name value; do [[ $name == @(Sig[^Q]*|Shd*|Cap*|NoNewPrivs|Threads|Groups): ]] && echo "$name $value"; done < /proc/self/status
[[ $$ == "$(ps -o pgid= $$ | tr -d ' ')" ]] && echo "leads its group"
read -r line; printf '%q\n' "$line"; cat; echo

outer() { inner "$@"; }
inner() {
  local frame=0
  while caller $((frame++)); do :; done
  false
}

trap 'echo "failed: $BASH_COMMAND at $LINENO with $?"' ERR
trap 'echo "exits with $?"' EXIT
outer "a b"
(exit 3)
. ./not_there
set -u
broken() { echo "$missing"; }
broken
