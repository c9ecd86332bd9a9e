# Sourced by the launchers: sets $java to a Java 25 and fails with one sentence where there is none.
# Looks at JAVA_HOME, JAVA25_HOME, the PATH, and where installers put JDKs.

# JDKs say their version in a file; asking the others costs the start of a JVM.
java_version() {
  local line release
  release=$(readlink -f "$1" 2>/dev/null || true)
  release=${release%/bin/java}/release
  if [ -r "$release" ]; then
    while IFS= read -r line; do
      case $line in
        JAVA_VERSION=\"*)
          line=${line#JAVA_VERSION=\"}
          echo "${line%%[.\"+-]*}"
          return 0
          ;;
      esac
    done <"$release"
  fi
  "$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p'
}

find_java() {
  local candidate
  for candidate in \
    "${JAVA_HOME:+$JAVA_HOME/bin/java}" \
    "${JAVA25_HOME:+$JAVA25_HOME/bin/java}" \
    "$(command -v java || true)" \
    /usr/lib/jvm/*25*/bin/java \
    /usr/java/*25*/bin/java \
    /opt/java/*/bin/java \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/25*/bin/java \
    "${HOME:-/nonexistent}"/.jdks/*25*/bin/java \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home/bin/java; do
    if [ -x "$candidate" ] && [ "$(java_version "$candidate")" = 25 ]; then
      java=$candidate
      return 0
    fi
  done
  echo "PlanGEN Server runs on Java 25: install a JDK 25 (for example Eclipse Temurin 25) or set JAVA_HOME to one." >&2
  return 1
}

find_java || exit 1
