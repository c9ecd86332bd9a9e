#!/usr/bin/env bash
# Runs one of the programs here: builds what is missing, starts a server with the offline model on a free port, runs the
# program, and stops the server. With PLANGEN_TARGET=HOST:PORT it uses the server that is there.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/examples/java
quickstart=$root/examples/quickstart
sources=src/main/java/dev/plangen/examples/patterns
jar=$here/target/plangen-examples.jar
stamp=$here/target/built-by-run

usage() {
  echo "usage: examples/java/run.sh PROGRAM [PROBLEM]"
  echo "PROGRAM is one of:"
  grep -l 'void main' "$here/$sources"/*.java | grep -v /Example.java | sed 's|.*/\(.*\).java|  \1|'
}

# Maven leaves a jar as it is if its content would be the same, so what counts is the begin of the last build here.
is_built() {
  [ -f "$jar" ] && [ -d "$here/target/lib" ] && [ -f "$stamp" ] &&
    [ -f "$root/server/target/plangen-server.jar" ] && [ -d "$root/server/target/lib" ] &&
    [ -z "$(cd "$root" && find pom.xml proto/pom.xml proto/src/main server/pom.xml server/src/main client-java/pom.xml \
      client-java/src/main examples/pom.xml examples/java/pom.xml examples/java/src/main -newer "$stamp")" ]
}

build() {
  if ! command -v mvn >/dev/null; then
    echo "Building needs Maven, 3.8.7 or later: install it, and run this again." >&2
    exit 1
  fi
  local log=$root/target/examples-build.log
  mkdir -p "$root/target" "$here/target"
  touch "$work/begun"
  echo "Building (the first time takes a few minutes) ..." >&2
  if ! (cd "$root" && JAVA25_HOME="${JAVA25_HOME:-$java_home}" mvn -B -Dmaven.test.skip=true \
    -Dformat.check.skip=true package -pl proto,server,client-java,examples/java -am) >"$log" 2>&1 </dev/null; then
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2 || true
    echo "The build failed; all that Maven says is in $log." >&2
    exit 1
  fi
  touch -r "$work/begun" "$stamp"
}

start_server() {
  JAVA_HOME=$java_home "$root/server/bin/plangen-server" --port 0 --config "$quickstart/quickstart.yaml" \
    >"$work/server.out" 2>"$work/server.err" </dev/null &
  server=$!
  local deadline=$((SECONDS + 60))
  until target=$(sed -n 's/^listening on //p' "$work/server.out") && [ -n "$target" ]; do
    if ! kill -0 "$server" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      cat "$work/server.err" >&2
      echo "The server did not start." >&2
      exit 1
    fi
    sleep 0.1
  done
}

clean_up() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" || true; }
  rm -rf "$work"
}

program=${1:-}
if [ -z "$program" ] || [ $# -gt 2 ] || [ ! -f "$here/$sources/$program.java" ] || [ "$program" = Example ]; then
  usage >&2
  exit 2
fi

# shellcheck source=../../server/bin/find-java.sh
. "$root/server/bin/find-java.sh"
java_home=$(cd "$(dirname "$java")/.." && pwd)
server=
work=$(mktemp -d)
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

is_built || build
target=${PLANGEN_TARGET:-}
[ -n "$target" ] || start_server
"$java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$jar:$here/target/lib/*" \
  "dev.plangen.examples.patterns.$program" "$target" "${2:-$(cat "$quickstart/problem.txt")}"
