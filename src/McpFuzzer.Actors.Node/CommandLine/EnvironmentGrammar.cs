using System.CommandLine;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// What a command finds in its environment: <c>--clean-env</c> everywhere, <c>--env</c> and <c>--unset-env</c> where it
/// is changed too.
/// </summary>
internal sealed class EnvironmentGrammar(string target)
{
    private readonly Option<string[]> _set = Grammar.Value(
        "--env",
        "NAME=VALUE",
        "Sets a variable; NAME alone keeps ours under --clean-env; repeatable."
    );
    private readonly Option<string[]> _unset = Grammar.Value(
        "--unset-env",
        "NAME",
        "Takes a variable away; repeatable."
    );
    private readonly Option<bool> _clean = Grammar.Flag(
        "--clean-env",
        $"Gives the {target} PATH, HOME, LANG and TMPDIR only."
    );

    public Option Clean => _clean;

    public IReadOnlyList<Option> Options => [_set, _unset, _clean];

    public bool ReadClean(ParseResult parsed) => parsed.GetValue(_clean);

    public EnvironmentOptions Read(ParseResult parsed)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in Grammar.Many(parsed, _unset))
        {
            changes[OptionValues.VariableName(_unset.Name, name)] = null;
        }

        var kept = new List<string>();
        foreach (var text in Grammar.Many(parsed, _set))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = OptionValues.VariableName(_set.Name, equals < 0 ? text : text[..equals]);
            if (equals < 0)
            {
                kept.Add(name);
            }
            else
            {
                changes[name] = text[(equals + 1)..];
            }
        }

        return ReadClean(parsed) || changes.Count + kept.Count > 0
            ? new EnvironmentOptions(ReadClean(parsed), kept, changes)
            : EnvironmentOptions.Ours;
    }
}
