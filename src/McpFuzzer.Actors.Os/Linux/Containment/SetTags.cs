using System.Buffers.Text;
using System.Globalization;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// What every descendant of one target carries, however it forks, changes its session or closes its streams: a cookie in its environment, and a mark that a cleared environment
/// leaves in place. Both name the life of the node that started it, and the number of the start.
/// </summary>
/// <param name="NodeId">A random number of ten digits that no other node of this machine has.</param>
/// <param name="Number">1, 2, …, at most nine digits.</param>
internal readonly record struct SetTags(long NodeId, long Number)
{
    /// <summary>The variable of the cookie. A node that runs below another one's target adds its own to what it has inherited, so that both find what it starts.</summary>
    internal const string Variable = "MCP_FUZZER_SET";

    internal const long LowestNodeId = 1_000_000_000;
    internal const long HighestNodeId = 9_000_000_000;

    private const long NumbersPerNode = 1_000_000_000;

    /// <summary>19 decimal digits, the life's in front, so that a shell can tell it by its beginning; less than 2⁶³.</summary>
    internal ulong Mark => ((ulong)NodeId * NumbersPerNode) + (ulong)(Number % NumbersPerNode);

    /// <summary>The value of the variable for a child of a node that has itself the value <paramref name="inherited" />.</summary>
    internal string CookieAfter(string? inherited)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"{NodeId}.{Number}");
        return string.IsNullOrEmpty(inherited) ? own : $"{inherited},{own}";
    }

    /// <summary>The tags in a mark; false where it is none.</summary>
    internal static bool TryParseMark(ulong mark, out SetTags tags)
    {
        tags = new SetTags((long)(mark / NumbersPerNode), (long)(mark % NumbersPerNode));
        return tags.NodeId is >= LowestNodeId and < HighestNodeId;
    }

    /// <summary>The number that an environment (NUL behind each variable) carries for a life; zero where it carries none.</summary>
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
