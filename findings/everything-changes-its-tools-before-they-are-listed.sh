#!/bin/sh
# A server says that its tools changed before anybody has asked for them.
#
# Expected by most: notifications/tools/list_changed tells of a change to the list that the client has, so it comes
# after the first tools/list, when a tool was added or removed.
# Seen: the reference server everything 2026.8.31 sends it as the first thing after notifications/initialized, each
# time. A client that takes it for "ask again" while it is still putting its session together asks twice, or drops the
# one request and waits for the other.
#
# Needs node and npm. Exits 0 while the surprise holds.
set -eu

package=@modelcontextprotocol/server-everything
version=2026.8.31
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund "$package@$version" >/dev/null

{
    printf '%s\n' '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"example","version":"1"}}}'
    printf '%s\n' '{"jsonrpc":"2.0","method":"notifications/initialized"}'
    sleep 2
} | node "$folder/node_modules/$package/dist/index.js" stdio 2>/dev/null >"$folder/said"

changes=$(grep -c '"notifications/tools/list_changed"' "$folder/said" || true)
echo "$package $version: list_changed $changes time(s), of 0 lists that were asked for"
if [ "$changes" -lt 1 ]; then
    echo "changed: expected it at least once" >&2
    exit 1
fi
