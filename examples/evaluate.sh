#!/usr/bin/env bash
# Evaluates plans against a running server: builds what is missing, asks, prints the tables and writes them beside the
# results. Killed or stopped, the same command goes on from where it was. See docs/evaluation.md, and --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
evaluate=$root/examples/evaluate
jar=$evaluate/target/plangen-evaluate.jar
stamp=$evaluate/target/built-by-evaluate

# shellcheck source=../server/bin/find-java.sh
. "$root/server/bin/find-java.sh"
java_home=$(cd "$(dirname "$java")/.." && pwd)

# Maven leaves a jar as it is if its content would be the same, so what counts is the begin of the last build here.
is_built() {
  [ -f "$jar" ] && [ -d "$evaluate/target/lib" ] && [ -f "$stamp" ] &&
    [ -z "$(cd "$root" && find pom.xml proto/pom.xml proto/src/main client-java/pom.xml client-java/src/main \
      examples/pom.xml examples/evaluate/pom.xml examples/evaluate/src/main -newer "$stamp")" ]
}

build() {
  if ! command -v mvn >/dev/null; then
    echo "Building needs Maven, 3.8.7 or later: install it, and run this again." >&2
    exit 1
  fi
  local log=$root/target/evaluate-build.log begun
  mkdir -p "$root/target" "$evaluate/target"
  begun=$(mktemp)
  echo "Building (the first time takes a few minutes) ..." >&2
  if ! (cd "$root" && JAVA25_HOME="${JAVA25_HOME:-$java_home}" mvn -B -Dmaven.test.skip=true \
    -Dformat.check.skip=true package -pl proto,client-java,examples/evaluate -am) >"$log" 2>&1 </dev/null; then
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2 || true
    echo "The build failed; all that Maven says is in $log." >&2
    exit 1
  fi
  touch -r "$begun" "$stamp"
  rm -f "$begun"
}

is_built || build

screen=log
if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then
  screen=terminal
fi

# exec: a signal to this process is a signal to the evaluation.
exec "$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Djava.awt.headless=true \
  -cp "$jar:$evaluate/target/lib/*" dev.plangen.examples.evaluate.Evaluate --screen "$screen" "$@"
