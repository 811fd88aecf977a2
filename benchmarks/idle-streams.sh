#!/bin/bash
# Many quiet streams, bare and by Holdfast, each in a process of its own, against a server in a third.
# Usage: idle-streams.sh [STREAMS [SECONDS [MODE…]]]    JAVA=/path/to/java of JDK 24 or later
set -eu
streams=${1:-10000} seconds=${2:-300}
shift $(($# > 2 ? 2 : $#))
java=${JAVA:-java}
jar=$(dirname "$0")/target/benchmarks.jar
ulimit -n "$(ulimit -Hn)"
if [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt $((streams + 500)) ]; then
  echo "needs ulimit -n of $((streams + 500))" >&2
  exit 2
fi
"$java" -Xmx256m -cp "$jar" dev.holdfast.benchmarks.IdleServer > "${TMPDIR:-/tmp}/idle-server.$$" &
server=$!
trap 'kill $server; rm -f "${TMPDIR:-/tmp}/idle-server.$$"' EXIT
until url=$(head -1 "${TMPDIR:-/tmp}/idle-server.$$") && [ -n "$url" ]; do sleep 0.1; done
result=0
for mode in "${@:-bare holdfast}"; do
  for one in $mode; do
    "$java" -Xmx1g -XX:+UseSerialGC -cp "$jar" \
      dev.holdfast.benchmarks.IdleStreams "$one" "$url" "$streams" "$seconds" || result=1
  done
done
exit $result
