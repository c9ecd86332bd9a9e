#!/usr/bin/env bash
# Shows one solve from its problem to its verified plan: builds what is missing, starts the server on a free port with
# the offline model, streams the solve, stops the server. With a problem as argument, solves that one.
# Exit status: 0 with a verified plan, else that of examples/bin/plangen.
set -euo pipefail
# Whatever the caller's standard input is, closed too, nothing here reads it.
exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
quickstart=$root/examples/quickstart

fail() {
  echo "$1" >&2
  exit 1
}

case "${1:-}" in
  -h | --help)
    echo "usage: examples/quickstart.sh [PROBLEM]"
    exit 0
    ;;
  -*) fail "Unknown option $1; usage: examples/quickstart.sh [PROBLEM]" ;;
esac

# shellcheck source=../server/bin/find-java.sh
. "$root/server/bin/find-java.sh"
# shellcheck source=bin/build.sh
. "$root/examples/bin/build.sh"

work=$(mktemp -d)
clean_up() {
  trap '' INT TERM HUP
  end_children
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

is_built server examples/terminal || build server examples/terminal

start_server() {
  # There before the server that writes it is.
  : >"$work/server.out"
  # A short-lived JVM: starting is all that counts.
  start env JAVA_HOME="$(cd "$(dirname "$java")/.." && pwd)" \
    PLANGEN_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" \
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

if [ $# -eq 0 ]; then
  cp "$quickstart/problem.txt" "$work/problem"
else
  printf '%s' "$*" >"$work/problem"
fi

echo "Starting the server with the offline model (no key, no network) ..."
start_server
printf '\nThe problem\n'
fold -s -w 84 "$work/problem" | sed 's/^\(.\)/  \1/; s/ *$//'
start "$root/examples/bin/plangen" solve --stream --target "$target" --seed 274 --file "$work/problem"
status=0
finish || status=$?
# What is wrong with the server itself, if anything is.
[ "$status" -eq 0 ] || sed -n '/ ERROR /,$p' "$work/server.err" >&2
exit "$status"
