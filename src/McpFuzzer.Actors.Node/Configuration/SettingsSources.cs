namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>Where the command line says that settings come from.</summary>
/// <param name="File">A HOCON file; null is none.</param>
/// <param name="Overrides">Single keys, over the file; a later one wins over an earlier one.</param>
internal sealed record SettingsSources(string? File, IReadOnlyList<KeyValuePair<string, string>> Overrides);
