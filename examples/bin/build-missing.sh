# Sourced by launchers of examples. Needs $root, and $java as server/bin/find-java.sh sets it.

# Whether a jar is newer than its sources. Maven leaves a jar as it is if its content would be the same, so the begin of
# the last build here counts too.
is_fresh() {
  local built=$1
  shift
  [ -f "$built" ] && [ -d "$(dirname "$built")/lib" ] || return 1
  [ ! "$stamp" -nt "$built" ] || built=$stamp
  [ -z "$(cd "$root" && find pom.xml proto/pom.xml proto/src/main "$@" -newer "$built")" ]
}

# Builds examples/NAME, and with the argument `server` the server too, if anything that they are made of is newer.
build_missing() {
  local example=examples/$1 modules=proto,client-java,examples/$1 stamp=$root/examples/$1/target/built-here log begun
  if is_fresh "$root/$example/target/plangen-$1.jar" client-java/pom.xml client-java/src/main examples/pom.xml \
    "$example/pom.xml" "$example/src/main"; then
    if [ "${2:-}" != server ] ||
      is_fresh "$root/server/target/plangen-server.jar" server/pom.xml server/src/main; then
      return 0
    fi
  fi
  [ "${2:-}" != server ] || modules+=,server
  if ! command -v mvn >/dev/null; then
    echo "Building needs Maven, 3.8.7 or later: install it, and run this again." >&2
    return 1
  fi
  log=$root/target/$1-build.log
  mkdir -p "$root/target" "$root/$example/target"
  begun=$(mktemp)
  echo "Building (the first time takes a few minutes) ..." >&2
  # JAVA25_HOME: where the Java 25 that was found is one that Maven's toolchain search does not know.
  if ! (cd "$root" && JAVA25_HOME="${JAVA25_HOME:-$(dirname "$(dirname "$java")")}" mvn -B -Dmaven.test.skip=true \
    -Dformat.check.skip=true package -pl "$modules" -am) >"$log" 2>&1 </dev/null; then
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2 || true
    echo "The build failed; all that Maven says is in $log." >&2
    rm -f "$begun"
    return 1
  fi
  touch -r "$begun" "$stamp"
  rm -f "$begun"
}
