using System.Buffers.Text;
using System.Globalization;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The tags that every descendant of one target carries, however it forks, changes its session or closes its streams.
/// One is a cookie in its environment, the other a mark that survives a cleared environment. Both name the node and the
/// number of the start (docs/hazards.md, 5: escapes).
/// </summary>
/// <param name="NodeId">A random number of ten digits, unique on this machine.</param>
/// <param name="Number">1, 2, …, at most nine digits.</param>
internal readonly record struct SetTags(long NodeId, long Number)
{
    /// <summary>
    /// The variable that holds the cookie. A node below another node's target appends its own value, so that both find
    /// what it starts.
    /// </summary>
    internal const string Variable = "MCP_FUZZER_SET";

    internal const long LowestNodeId = 1_000_000_000;
    internal const long HighestNodeId = 9_000_000_000;

    private const long NumbersPerNode = 1_000_000_000;

    /// <summary>19 decimal digits. They begin with the node id, so that a shell can match it. Less than 2⁶³.</summary>
    internal ulong Mark => ((ulong)NodeId * NumbersPerNode) + (ulong)(Number % NumbersPerNode);

    /// <summary>
    /// The cookie for a child of a node whose own variable has the value <paramref name="inherited" />.
    /// </summary>
    internal string CookieAfter(string? inherited)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"{NodeId}.{Number}");
        return string.IsNullOrEmpty(inherited) ? own : $"{inherited},{own}";
    }

    /// <summary>Reads the tags of a mark. False when the number is not a mark.</summary>
    internal static bool TryParseMark(ulong mark, out SetTags tags)
    {
        tags = new SetTags((long)(mark / NumbersPerNode), (long)(mark % NumbersPerNode));
        return tags.NodeId is >= LowestNodeId and < HighestNodeId;
    }

    /// <summary>
    /// The number that an environment (NUL after each variable) carries for a node; zero when it carries none.
    /// </summary>
    internal static long FindNumber(ReadOnlySpan<byte> environment, long nodeId)
    {
        foreach (var range in environment.Split((byte)0))
        {
            var variable = environment[range];
            if (variable.StartsWith("MCP_FUZZER_SET="u8))
            {
                return FindInCookie(variable["MCP_FUZZER_SET=".Length..], nodeId);
            }
        }

        return 0;
    }

    private static long FindInCookie(ReadOnlySpan<byte> cookie, long nodeId)
    {
        foreach (var range in cookie.Split((byte)','))
        {
            var part = cookie[range];
            if (
                Utf8Parser.TryParse(part, out long found, out var used)
                && found == nodeId
                && used < part.Length
                && part[used] == (byte)'.'
                && Utf8Parser.TryParse(part[(used + 1)..], out long number, out _)
            )
            {
                return number;
            }
        }

        return 0;
    }
}
