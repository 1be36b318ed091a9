using System.CommandLine;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The options of <c>run</c> that change the command's environment, as env(1) does.</summary>
internal sealed class EnvironmentOptions
{
    private readonly List<string> _unset = [];
    private readonly List<KeyValuePair<string, string?>> _set = [];

    public IReadOnlyList<Option> Table =>
        [
            new VerbOption<KeyValuePair<string, string?>>(
                "--env",
                "NAME=VALUE",
                "Sets a variable. With --clean-env, NAME alone keeps the value that mcpfuzzer has.",
                new Variables(),
                _set.Add
            )
            {
                IsRepeatable = true,
            },
            new VerbOption<KeyValuePair<string, string?>>(
                "--unset-env",
                "NAME",
                "Removes a variable.",
                new Variables(nameAlone: true),
                variable => _unset.Add(variable.Key)
            )
            {
                IsRepeatable = true,
            },
            new VerbFlag("--clean-env", "Gives the command PATH, HOME, LANG and TMPDIR only.", () => IsClean = true),
        ];

    /// <summary>Whether the command gets little of our environment.</summary>
    public bool IsClean { get; private set; }

    /// <summary>Returns what is set and, by null, removed. A variable that is set is not removed.</summary>
    public IReadOnlyDictionary<string, string?> Changes()
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in _set)
        {
            if (IsClean && value is null)
            {
                changes[name] = Environment.GetEnvironmentVariable(name);
            }
        }

        foreach (var name in _unset)
        {
            changes[name] = null;
        }

        foreach (var (name, value) in _set)
        {
            if (value is not null)
            {
                changes[name] = value;
            }
        }

        return changes;
    }

    /// <summary>Variables by name, or by name and value. No message shows a value: it may be a secret.</summary>
    private sealed class Variables(bool nameAlone = false) : Values<KeyValuePair<string, string?>>
    {
        public override ValidationError? Read(string option, string text, out KeyValuePair<string, string?> value)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            value =
                equals < 0
                    ? new KeyValuePair<string, string?>(text, null)
                    : new KeyValuePair<string, string?>(text[..equals], text[(equals + 1)..]);
            return value.Key.Length > 0 && (value.Value is null || !nameAlone)
                ? null
                : new ValidationError(
                    option,
                    null,
                    "must be the name of a variable, which is not empty and has no '='"
                );
        }
    }
}
