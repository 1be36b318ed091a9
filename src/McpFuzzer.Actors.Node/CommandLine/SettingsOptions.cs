using System.CommandLine;
using McpFuzzer.Actors.Node.Configuration;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// <c>--config</c> and <c>--set</c>, which each verb that starts a node takes, and the settings that other options set.
/// </summary>
internal sealed class SettingsOptions
{
    private readonly List<KeyValuePair<string, string>> _overrides = [];
    private readonly List<KeyValuePair<string, string>> _options = [];
    private string? _file;

    public IReadOnlyList<Option> Table =>
        [
            new VerbOption<string>(
                "--config",
                "FILE",
                "Reads HOCON settings from FILE.",
                new Texts(),
                file => _file = FilePaths.ToRead(file, "--config")
            ),
            new VerbOption<KeyValuePair<string, string>>(
                "--set",
                "PATH=VALUE",
                "Sets one setting; overrides --config.",
                new Assignments(),
                _overrides.Add
            )
            {
                IsRepeatable = true,
            },
        ];

    /// <summary>What was given; options with a name of their own win over <c>--set</c>.</summary>
    public SettingsSources Sources => new(_file, [.. _overrides, .. _options]);

    /// <summary>Sets the setting that an option stands for.</summary>
    /// <param name="path">The key below <c>mcp-fuzzer</c>.</param>
    /// <param name="value">As HOCON has it.</param>
    public void Set(string path, string value) => _options.Add(KeyValuePair.Create($"mcp-fuzzer.{path}", value));
}
