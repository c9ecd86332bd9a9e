#!/usr/bin/env bash
# Measures the server against what it is made of: builds what is missing, prints a table, writes a JSON file. Takes
# most of an hour with all figures; --quick shows in minutes that it works. See docs/benchmarks.md, and --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
benchmark=$root/examples/benchmark
jar=$benchmark/target/plangen-benchmark.jar
stamp=$benchmark/target/built-by-benchmark

# shellcheck source=../server/bin/find-java.sh
. "$root/server/bin/find-java.sh"
java_home=$(cd "$(dirname "$java")/.." && pwd)

# Maven leaves a jar as it is if its content would be the same, so what counts is the begin of the last build here.
is_built() {
  [ -f "$root/server/target/plangen-server.jar" ] && [ -d "$root/server/target/lib" ] &&
    [ -f "$jar" ] && [ -d "$benchmark/target/lib" ] && [ -f "$stamp" ] &&
    [ -z "$(cd "$root" && find pom.xml proto/pom.xml proto/src/main server/pom.xml server/src/main \
      examples/pom.xml examples/benchmark/pom.xml examples/benchmark/src/main -newer "$stamp")" ]
}

build() {
  if ! command -v mvn >/dev/null; then
    echo "Building needs Maven, 3.8.7 or later: install it, and run this again." >&2
    exit 1
  fi
  local log=$root/target/benchmark-build.log begun
  mkdir -p "$root/target" "$benchmark/target"
  begun=$(mktemp)
  echo "Building (the first time takes a few minutes) ..."
  if ! (cd "$root" && JAVA25_HOME="${JAVA25_HOME:-$java_home}" mvn -B -Dmaven.test.skip=true \
    -Dformat.check.skip=true package -pl proto,server,examples/benchmark -am) >"$log" 2>&1 </dev/null; then
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2 || true
    echo "The build failed; all that Maven says is in $log." >&2
    exit 1
  fi
  touch -r "$begun" "$stamp"
  rm -f "$begun"
}

is_built || build

# Thousands of runs have tens of thousands of connections.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true

exec "$java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  -cp "$jar:$benchmark/target/lib/*" dev.plangen.examples.benchmark.Benchmark --root "$root" "$@"
