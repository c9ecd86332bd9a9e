# Sourced by what starts the server. Needs $home, the directory above bin. Sets $app, which holds plangen-server.jar and
# lib: in an unpacked archive that is $home, in a built tree what Maven has made.

app=$home
[ -f "$app/plangen-server.jar" ] || app=$home/target
if [ ! -f "$app/plangen-server.jar" ] || [ ! -d "$app/lib" ]; then
  echo "The server is not built yet; run mvn -q -DskipTests package in $(dirname "$home") first." >&2
  exit 1
fi
