#!/bin/bash
# One stream over loopback, by okhttp-sse, okhttp-eventsource and Holdfast in turn, against a server in another process.
# Usage: whole-stream.sh [ROUNDS]    JAVA=/path/to/java of JDK 17 or later
set -eu
java=${JAVA:-java}
jar=$(dirname "$0")/target/benchmarks.jar
address=$(mktemp)
"$java" -Xmx256m -cp "$jar" dev.holdfast.benchmarks.BurstServer > "$address" &
server=$!
trap 'kill $server; rm -f "$address"' EXIT
until url=$(head -1 "$address") && [ -n "$url" ]; do sleep 0.1; done
"$java" -Xmx1g -cp "$jar" dev.holdfast.benchmarks.WholeStream "$url" "${1:-9}"
