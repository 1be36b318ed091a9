namespace McpFuzzer.Actors.Mcp.Tests.RealProcesses;

/// <summary>MCP servers of the older era in a few lines of POSIX sh.</summary>
internal static class ShellServer
{
    /// <summary>A server with one tool, <c>act</c>.</summary>
    /// <param name="onCall">What it does when the tool is called; <c>reply '{}'</c> answers.</param>
    /// <param name="atStart">What it does first.</param>
    /// <param name="onDiscover">What it does when it is asked to discover.</param>
    public static string[] Command(
        string onCall = """reply '{"content":[{"type":"text","text":"done"}]}'""",
        string atStart = ":",
        string onDiscover = "refuse"
    ) =>
        [
            "sh",
            "-c",
            $$$"""
                reply() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$1"; }
                refuse() { printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no such method"}}\n' "$id"; }
                {{{atStart}}}
                while read -r line; do
                    id=${line#*'"id":'}
                    id=${id%%,*}
                    case $line in
                        *'"method":"server/discover"'*) {{{onDiscover}}} ;;
                        *'"method":"initialize"'*) reply '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"shell","version":"1"}}' ;;
                        *'"method":"tools/list"'*) reply '{"tools":[{"name":"act","inputSchema":{"type":"object"}}]}' ;;
                        *'"method":"tools/call"'*) {{{onCall}}} ;;
                        *'"method":"ping"'*) reply '{}' ;;
                    esac
                done
                """,
        ];
}
