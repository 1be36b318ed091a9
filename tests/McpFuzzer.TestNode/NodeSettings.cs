namespace McpFuzzer.TestNode;

/// <summary>The settings of a test node.</summary>
/// <param name="Level">Its containment.</param>
/// <param name="StateFolder">The folder that records its life.</param>
/// <param name="Guardian">Whether it has a guardian.</param>
public sealed record NodeSettings(NodeLevel Level, string StateFolder, bool Guardian = true)
{
    /// <summary>The number of targets that are started before it prints READY.</summary>
    public int Count { get; init; }

    /// <summary>
    /// The targets, in turn: scripts for <c>sh -c</c> that write a line when they are set up.
    /// </summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>
    /// Another library that starts the targets instead of the node, for comparison: <c>process</c> or <c>cliwrap</c>.
    /// </summary>
    public string? Peer { get; init; }

    /// <summary>
    /// Reads <c>--level L --state DIR [--guardian off] [--count N] [--target SCRIPT]… [--peer NAME]</c>. Returns the
    /// settings, or null and a message.
    /// </summary>
    public static (NodeSettings? Settings, string? Fault) Read(IReadOnlyList<string> arguments)
    {
        var settings = new NodeSettings(NodeLevels.Strongest, "");
        var scripts = new List<string>();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            if (index + 1 == arguments.Count)
            {
                return (null, $"{arguments[index]}: its value is missing");
            }

            var value = arguments[index + 1];
            switch (arguments[index])
            {
                case "--level" when Enum.TryParse<NodeLevel>(value, ignoreCase: true, out var level):
                    settings = settings with { Level = level };
                    break;
                case "--state":
                    settings = settings with { StateFolder = value };
                    break;
                case "--guardian" when value is "on" or "off":
                    settings = settings with { Guardian = value == "on" };
                    break;
                case "--count" when int.TryParse(value, out var count):
                    settings = settings with { Count = count };
                    break;
                case "--peer" when value is "process" or "cliwrap":
                    settings = settings with { Peer = value };
                    break;
                case "--target":
                    scripts.Add(value);
                    break;
                default:
                    return (null, $"{arguments[index]} {value}: no such option or value");
            }
        }

        return settings.StateFolder.Length == 0 ? (null, "--state is missing")
            : settings.Count > 0 && scripts.Count == 0 ? (null, "--count without a --target")
            : (settings with { Scripts = scripts }, null);
    }

    /// <summary>Returns the settings as a command line.</summary>
    public IEnumerable<string> ToArguments() =>
        [
            "--level",
            Level.ToString(),
            "--state",
            StateFolder,
            "--guardian",
            Guardian ? "on" : "off",
            "--count",
            $"{Count}",
            .. Scripts.SelectMany(script => new[] { "--target", script }),
        ];
}
