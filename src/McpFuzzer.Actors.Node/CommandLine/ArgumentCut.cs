namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// argv, cut at the first <c>--</c>: our own words before it, the target's behind it, byte for byte. The parser never
/// sees the target's words. It would take the target's options for ours, and a word that begins with @ for a response
/// file.
/// </summary>
/// <param name="Own">Our own words.</param>
/// <param name="Target">The words behind <c>--</c>; null without one.</param>
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
