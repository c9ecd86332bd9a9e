# Sourced by what runs programs of this tree: builds those that are not built, or not from the present sources. Needs
# $root and $java.
#
#   is_built MODULE...   whether these are, for example: is_built server examples/terminal
#   build MODULE...      builds them, and says so on standard error
#   start COMMAND...     in the background, as $child, without standard input
#   finish               waits for what was started last, and returns its exit status
#   end_children         ends what was started

children=()

# Children run in the background and are waited for, since a signal ends only waiting at once.
start() {
  "$@" </dev/null &
  child=$!
  children+=("$child")
}

finish() {
  local status=0
  wait "$child" || status=$?
  unset "children[${#children[@]}-1]"
  return "$status"
}

end_children() {
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
  children=()
}

# server is made into server/target/plangen-server.jar, examples/terminal into its target/plangen-terminal.jar. Maven
# leaves a jar as it is if its content would be the same, so the begin of the last build here counts too.
is_built() {
  local module built sources
  for module in "$@"; do
    built=$root/$module/target/plangen-$(basename "$module").jar
    [ -f "$built" ] && [ -d "$root/$module/target/lib" ] || return 1
    [ ! "$root/$module/target/built-by-launcher" -nt "$built" ] || built=$root/$module/target/built-by-launcher
    sources=(pom.xml proto/pom.xml proto/src/main "$module/pom.xml" "$module/src/main")
    [ "$module" = server ] || sources+=(client-java/pom.xml client-java/src/main examples/pom.xml)
    [ -z "$(cd "$root" && find "${sources[@]}" -newer "$built")" ] || return 1
  done
}

modules_begun() {
  sed -n 's/^\[INFO\] Building \(.*[^ ]\) [^ ][^ ]*  *\[\([0-9]*\/[0-9]*\)\]$/\2 \1/p' "$1"
}

build() {
  if ! command -v mvn >/dev/null; then
    echo "Building needs Maven, 3.8.7 or later: install it, and run this again." >&2
    exit 70
  fi
  local log=$root/target/build.log begun shown=0 name module modules
  mkdir -p "$root/target"
  begun=$(mktemp)
  modules=$(IFS=,; echo "$*")
  printf 'Building (the first time takes a few minutes) ...' >&2
  : >"$log"
  # Where the Java 25 that was found is one that Maven's toolchain search does not know.
  start env JAVA25_HOME="${JAVA25_HOME:-$(cd "$(dirname "$java")/.." && pwd)}" mvn -B -f "$root/pom.xml" \
    -Dmaven.test.skip=true -Dformat.check.skip=true package -pl "$modules" -am >"$log" 2>&1
  while kill -0 "$child" 2>/dev/null; do
    sleep 1
    while read -r name; do
      shown=$((shown + 1))
      printf '\n  %s ' "$name" >&2
    done < <(modules_begun "$log" | tail -n "+$((shown + 1))")
    [ $((SECONDS % 3)) -ne 0 ] || printf . >&2
  done
  echo >&2
  if ! finish; then
    rm -f "$begun"
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2 || true
    echo "The build failed; all that Maven says is in $log." >&2
    exit 70
  fi
  for module in "$@"; do
    touch -r "$begun" "$root/$module/target/built-by-launcher"
  done
  rm -f "$begun"
  printf 'Built in %s s.\n\n' "$SECONDS" >&2
}
