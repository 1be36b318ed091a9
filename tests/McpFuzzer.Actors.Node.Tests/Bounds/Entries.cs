using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>All places where a quantity is given, and what is known of them that they do not say themselves.</summary>
internal static class Entries
{
    /// <summary>Quantities without a bound, and why.</summary>
    public static IReadOnlyDictionary<string, string> Unbounded { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["fuzz --seed"] = "every number is a seed",
            ["CampaignSpec.Seed"] = "every number is a seed",
            ["McpFuzzOptions.Seed"] = "every number is a seed",
            ["ProcessSpec.Restart.Seed"] = "every number is a seed",
            ["FindByPid.Pid"] = "names a process; NotFound is the reply to any other number",
            ["RegisterExternal.Pid"] = "names a process; 1 and less are rejected by another rule",
            ["StopProcess.Incarnation"] = "names an incarnation; StaleIncarnation is the reply to any other number",
            ["ShutdownManager.Grace"] = "a shutdown is never rejected: a value out of range takes each ladder's",
            ["ShutdownExecutor.Timeout"] = "a shutdown is never rejected: a value out of range is cut to the bound",
        };

    /// <summary>Entries that use a bound without showing its range, and why.</summary>
    public static IReadOnlyDictionary<string, (string Bound, string Reason)> Silent { get; } =
        new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["run --signal"] = ("ProcessBounds.Signal", "takes names too, which the error explains"),
            ["mcp-fuzzer.process.stop-ladder.signal"] = ("ProcessBounds.Signal", "takes names too"),
            ["McpFuzzerOptions.Process.Signal"] = (
                "ProcessBounds.Signal",
                "is given to the setting, which takes names"
            ),
        };

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, Entry> All { get; } =
        CommandLineEntry
            .All.Concat(SettingEntry.All)
            .Concat(
                MemberEntry.Of(
                    OptionMembers.Types.Concat(CommandMembers.Types),
                    new Dictionary<Type, MemberRule>(OptionMembers.Rules.Concat(CommandMembers.Rules))
                )
            )
            .Concat(WithinTexts())
            .ToDictionary(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>Returns the entries whose value is a text of which a quantity is a part.</summary>
    private static IEnumerable<Entry> WithinTexts()
    {
        var node = KnownVerbs.Named("node")!;
        yield return new CommandLineEntry(node, node.Options.Single(option => option.Name == "--join"))
        {
            Form = port => $"127.0.0.1:{port}",
        };
        yield return new SettingEntry("mcp-fuzzer.node.join") { Form = port => $"[\"127.0.0.1:{port}\"]" };
        yield return new SettingEntry("mcp-fuzzer.process.stop-ladder.signal");
    }
}
