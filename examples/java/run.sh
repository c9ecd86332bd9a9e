#!/usr/bin/env bash
# Runs one of the programs here: builds what is missing, starts a server with the offline model on a free port, runs the
# program, and stops the server. With PLANGEN_TARGET=HOST:PORT it uses the server that is there.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/examples/java
quickstart=$root/examples/quickstart
sources=src/main/java/dev/plangen/examples/patterns

usage() {
  echo "usage: examples/java/run.sh PROGRAM [PROBLEM]"
  echo "PROGRAM is one of:"
  grep -l 'void main' "$here/$sources"/*.java | grep -v /Example.java | sed 's|.*/\(.*\).java|  \1|'
}

start_server() {
  # There before the server that writes it is.
  : >"$work/server.out"
  start env JAVA_HOME="$(cd "$(dirname "$java")/.." && pwd)" "$root/server/bin/plangen-server" --port 0 \
    --config "$quickstart/quickstart.yaml" >"$work/server.out" 2>"$work/server.err"
  local deadline=$((SECONDS + 60))
  until target=$(sed -n 's/^listening on //p' "$work/server.out") && [ -n "$target" ]; do
    if ! kill -0 "$child" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      cat "$work/server.err" >&2
      echo "The server did not start." >&2
      exit 1
    fi
    sleep 0.1
  done
}

clean_up() {
  trap '' INT TERM HUP
  end_children
  rm -rf "$work"
}

program=${1:-}
if [ -z "$program" ] || [ $# -gt 2 ] || [ ! -f "$here/$sources/$program.java" ] || [ "$program" = Example ]; then
  usage >&2
  exit 2
fi

# shellcheck source=../../server/bin/find-java.sh
. "$root/server/bin/find-java.sh"
# shellcheck source=../bin/build.sh
. "$root/examples/bin/build.sh"
work=$(mktemp -d)
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

target=${PLANGEN_TARGET:-}
modules=(examples/java)
[ -n "$target" ] || modules+=(server)
is_built "${modules[@]}" || build "${modules[@]}"
[ -n "$target" ] || start_server
start "$java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  -cp "$here/target/plangen-java.jar:$here/target/lib/*" \
  "dev.plangen.examples.patterns.$program" "$target" "${2:-$(cat "$quickstart/problem.txt")}"
finish
