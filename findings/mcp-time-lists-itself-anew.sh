#!/bin/sh
# A server built from one file describes the same tools differently each time it starts.
#
# Expected by most: tools/list is the same from start to start, so that its bytes can be hashed, cached or compared.
# Seen: mcp-time 0.4.0 writes the texts of its schemas from a Go map, whose order is random, so nearly every start
# gives another list of the same length. Whatever is derived from the list (a cache key, a fingerprint against tool
# poisoning, a seed of test cases) changes with it.
#
# Needs npm and a POSIX sh on Linux x64. Exits 0 while the surprise holds.
set -eu

package=mcp-time-linux-x64
version=0.4.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-audit --no-fund "$package@$version" >/dev/null
server=$folder/node_modules/$package/bin/mcp-time

list() {
    {
        printf '%s\n' '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"example","version":"1"}}}'
        printf '%s\n' '{"jsonrpc":"2.0","method":"notifications/initialized"}'
        printf '%s\n' '{"jsonrpc":"2.0","id":2,"method":"tools/list"}'
        sleep 1
    } | "$server" 2>/dev/null | grep '"id":2'
}

starts=6
for start in $(seq "$starts"); do
    list >"$folder/list.$start"
done

lists=$(cat "$folder"/list.* | sort -u | wc -l)
lengths=$(for file in "$folder"/list.*; do wc -c <"$file"; done | sort -u | wc -l)
echo "$package $version: $starts starts, $lists different lists of tools, of $lengths length(s)"
if [ "$lists" -lt 2 ] || [ "$lengths" -ne 1 ]; then
    echo "changed: expected several lists of one length" >&2
    exit 1
fi
