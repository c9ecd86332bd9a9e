#!/usr/bin/env bash
# Shows one solve from its problem to its verified plan: builds what is missing, starts the server on a free port with
# the offline model, streams the solve, stops the server. With a problem as argument, solves that one.
# Exit status: 0 with a verified plan, else 1.
set -euo pipefail
# Whatever the caller's standard input is, closed too, nothing here reads it.
exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
quickstart=$root/examples/quickstart
server_jar=$root/server/target/plangen-server.jar
client_jar=$quickstart/target/plangen-quickstart.jar
stamp=$quickstart/target/built-by-quickstart
children=()
# Two short-lived JVMs: starting is all that counts.
quick_start="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

fail() {
  echo "$1" >&2
  exit 1
}

# Children run in the background and are waited for, since a signal ends only waiting at once.
start() {
  # Without the redirection, bash would take a background command's standard input away.
  "$@" <&0 &
  child=$!
  children+=("$child")
}

# Waits for the child that was started last, and returns its exit status.
finish() {
  local status=0
  wait "$child" || status=$?
  unset "children[${#children[@]}-1]"
  return "$status"
}

clean_up() {
  trap '' INT TERM HUP
  local pid tries
  for pid in ${children[@]+"${children[@]}"}; do
    kill -TERM "$pid" 2>/dev/null || true
  done
  for pid in ${children[@]+"${children[@]}"}; do
    tries=0
    while kill -0 "$pid" 2>/dev/null && [ $((tries += 1)) -le 100 ]; do
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}

# Whether the jar is newer than its sources. Maven leaves a jar as it is if its content would be the same, so the begin
# of the last build here counts too.
is_fresh() {
  local built=$1
  shift
  [ -f "$built" ] || return 1
  [ ! "$stamp" -nt "$built" ] || built=$stamp
  [ -z "$(cd "$root" && find pom.xml proto/pom.xml proto/src/main "$@" -newer "$built")" ]
}

is_built() {
  [ -d "$root/server/target/lib" ] && [ -d "$quickstart/target/lib" ] &&
    is_fresh "$server_jar" server/pom.xml server/src/main &&
    is_fresh "$client_jar" client-java/pom.xml client-java/src/main \
      examples/pom.xml examples/quickstart/pom.xml examples/quickstart/src/main
}

modules_begun() {
  sed -n 's/^\[INFO\] Building \(.*[^ ]\) [^ ][^ ]*  *\[\([0-9]*\/[0-9]*\)\]$/\2 \1/p' "$log"
}

build() {
  command -v mvn >/dev/null || fail "Building needs Maven, 3.8.7 or later: install it, and run this again."
  log=$root/target/quickstart-build.log
  mkdir -p "$root/target" "$quickstart/target"
  printf 'Building (the first time takes a few minutes) ...'
  touch "$work/begun"
  : >"$log"
  cd "$root"
  # Where the Java 25 that was found is one that Maven's toolchain search does not know.
  start env JAVA25_HOME="${JAVA25_HOME:-$java_home}" mvn -B -Dmaven.test.skip=true -Dformat.check.skip=true package \
    -pl proto,server,client-java,examples/quickstart -am >"$log" 2>&1
  local shown=0 module
  while kill -0 "$child" 2>/dev/null; do
    sleep 1
    while read -r module; do
      shown=$((shown + 1))
      printf '\n  %s ' "$module"
    done < <(modules_begun | tail -n "+$((shown + 1))")
    [ $((SECONDS % 3)) -ne 0 ] || printf .
  done
  echo
  if ! finish; then
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2 || true
    fail "The build failed; all that Maven says is in $log."
  fi
  touch -r "$work/begun" "$stamp"
  echo "Built in $SECONDS s."
  echo
}

start_server() {
  start env JAVA_HOME="$java_home" PLANGEN_JAVA_OPTS="$quick_start" \
    "$root/server/bin/plangen-server" --port 0 --config "$quickstart/quickstart.yaml" \
    >"$work/server.out" 2>"$work/server.err"
  local deadline=$((SECONDS + 60))
  until target=$(sed -n 's/^listening on //p' "$work/server.out") && [ -n "$target" ]; do
    if ! kill -0 "$child" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      cat "$work/server.err" >&2
      fail "The server did not start."
    fi
    sleep 0.1
  done
}

if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then
  echo "usage: examples/quickstart.sh [PROBLEM]"
  exit 0
fi

case "${1:-}" in
  -*) fail "Unknown option $1; usage: examples/quickstart.sh [PROBLEM]" ;;
esac

work=$(mktemp -d)
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# shellcheck source=../server/bin/find-java.sh
. "$root/server/bin/find-java.sh"
java_home=$(cd "$(dirname "$java")/.." && pwd)

is_built || build

if [ $# -eq 0 ]; then
  cp "$quickstart/problem.txt" "$work/problem"
else
  printf '%s' "$*" >"$work/problem"
fi

paint=PLAIN
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ] && [ -z "${NO_COLOR:-}" ]; then
  paint=COLOUR
fi

echo "Starting the server with the offline model (no key, no network) ..."
start_server
# shellcheck disable=SC2086
start "$java" $quick_start --enable-native-access=ALL-UNNAMED -cp "$client_jar:$quickstart/target/lib/*" \
  dev.plangen.examples.quickstart.Quickstart "$target" "$paint" <"$work/problem"
finish || {
  status=$?
  sed -n '/ ERROR /,$p' "$work/server.err" >&2
  exit "$status"
}
