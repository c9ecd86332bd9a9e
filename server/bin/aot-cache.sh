# Sourced by what starts the server and by what makes its AOT cache (classes as the JVM has them after start, which
# halves the time to the next one). Needs $app and $java. Sets $class_path, which must be the same for both,
# $aot_cache, the file, $aot_layout, the flags that it depends on, and $aot_quiet; and $memory, which it depends on too.

class_path="$app/plangen-server.jar"

# The heap may take two thirds of what the machine or the container has; the rest is for buffers, threads and code. A
# server that has run out of it is worth less than a new one: exit status 3, before anything is half done.
memory=(-XX:MaxRAMPercentage=66 -XX:+ExitOnOutOfMemoryError)

# Of the flags that users give, these change how the cache must look. The JVM refuses one that looks otherwise.
aot_layout=()
for option in ${PLANGEN_JAVA_OPTS:-}; do
  case $option in
    -XX:[+-]Use*) aot_layout+=("$option") ;;
  esac
done

# Beside the jars, in a built tree in what `mvn clean` removes; where that can't be written to, with what the user keeps
# for all programs.
aot_directory=$app/aot
if [ ! -d "$aot_directory" ] && [ ! -w "$app" ]; then
  aot_directory=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/plangen-server
fi

# A file for each installation, Java and layout.
aot_cache=$aot_directory/$(
  java_home=$(dirname "$(dirname "$(readlink -f "$java")")")
  {
    echo "$app" "$java_home" ${aot_layout[@]+"${aot_layout[@]}"}
    cat "$java_home/release" 2>/dev/null || true
  } | cksum | tr ' ' -
).aot

# A cache that the JVM refuses costs time only: nothing that its user should read. Its other warnings it would write to
# standard output, which is for one line of ours.
aot_quiet=(-Xlog:disable -Xlog:all=warning,aot*=off,cds*=off:stderr)

# Whoever sets such flags knows better, and two such flags can keep the JVM from starting.
aot_is_ours() {
  case "${PLANGEN_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
    *-XX:AOT* | *-XX:SharedArchive* | *-XX:ArchiveClasses* | *-Xshare*) return 1 ;;
  esac
}

# The cache bears the time at which its making began; what is newer is not in it.
aot_is_fresh() {
  [ -f "$aot_cache" ] &&
    [ -z "$(find "$app/plangen-server.jar" "$app/lib" -newer "$aot_cache")" ]
}
