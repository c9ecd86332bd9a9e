# Sourced by launchers of examples. Needs $root, and $java as server/bin/find-java.sh sets it.

# Builds an example that lies in examples/$1, and the modules of $2 and on that it is started with, if any of their
# sources is newer than the last build. Maven leaves a jar as it is if its content would be the same, so what counts is
# when the last build here began.
build_missing() {
  local example=examples/$1 module jar=$root/examples/$1/target/plangen-$1.jar stamp=$root/examples/$1/target/built-here
  shift
  local modules=proto,client-java,$example sources=(pom.xml examples/pom.xml)
  for module in proto client-java "$@" "$example"; do
    sources+=("$module/pom.xml" "$module/src/main")
  done
  for module in "$@"; do
    modules+=,$module
  done
  if [ -f "$jar" ] && [ -d "$root/$example/target/lib" ] && [ -f "$stamp" ] &&
    [ -z "$(cd "$root" && find "${sources[@]}" -newer "$stamp")" ]; then
    return 0
  fi
  if ! command -v mvn >/dev/null; then
    echo "Building needs Maven, 3.8.7 or later: install it, and run this again." >&2
    return 1
  fi
  local log begun java_home
  log=$root/target/$(basename "$example")-build.log
  java_home=$(cd "$(dirname "$java")/.." && pwd)
  mkdir -p "$root/target" "$root/$example/target"
  begun=$(mktemp)
  echo "Building (the first time takes a few minutes) ..." >&2
  # Where the Java 25 that was found is one that Maven's toolchain search does not know.
  if ! (cd "$root" && JAVA25_HOME="${JAVA25_HOME:-$java_home}" mvn -B -Dmaven.test.skip=true \
    -Dformat.check.skip=true package -pl "$modules" -am) >"$log" 2>&1 </dev/null; then
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2 || true
    echo "The build failed; all that Maven says is in $log." >&2
    rm -f "$begun"
    return 1
  fi
  touch -r "$begun" "$stamp"
  rm -f "$begun"
}
