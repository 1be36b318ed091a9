namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// argv, cut at the first <c>--</c>: before it our own words, after it the target, byte for byte. The parser never sees the target's words, or it would take
/// the target's options for its own and a word that begins with @ for a response file.
/// </summary>
/// <param name="Own">What is ours.</param>
/// <param name="Target">What follows <c>--</c>; null without one.</param>
internal sealed record ArgumentCut(IReadOnlyList<string> Own, IReadOnlyList<string>? Target)
{
    public static ArgumentCut Of(IReadOnlyList<string> arguments)
    {
        var cut = arguments.ToList().IndexOf("--");
        return cut < 0
            ? new ArgumentCut(arguments, null)
            : new ArgumentCut([.. arguments.Take(cut)], [.. arguments.Skip(cut + 1)]);
    }
}
