using System.CommandLine;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary><c>--config</c> and <c>--set</c>, which every verb that starts the node takes.</summary>
internal sealed class ConfigurationGrammar
{
    private readonly Option<string[]> _file = Grammar.Value(
        "--config",
        "FILE",
        "Settings in HOCON, over the defaults."
    );
    private readonly Option<string[]> _overrides = Grammar.Value(
        "--set",
        "PATH=VALUE",
        "One setting, over --config; repeatable."
    );

    public IReadOnlyList<Option> Options => [_file, _overrides];

    public ConfigurationOptions Read(ParseResult parsed) =>
        new(
            Grammar.One(parsed, _file) is { } file
                ? FilePaths.ToRead(OptionValues.Word(_file.Name, file), _file.Name)
                : null,
            [.. Grammar.Many(parsed, _overrides).Select(text => OptionValues.Assignment(_overrides.Name, text))]
        );
}
