using Akka.Configuration;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>
/// Merges all settings. From high to low: options and <c>--set</c>, the <c>--config</c> file, environment and
/// appsettings, the profile. Below them each component puts its own reference.
/// </summary>
internal static class NodeConfiguration
{
    /// <summary>Reads and merges the settings. Each component then reads its own section strictly.</summary>
    /// <exception cref="UsageException">A file can't be read.</exception>
    /// <exception cref="McpFuzzer.Actors.Client.Configuration.SettingsException">A key is unknown.</exception>
    public static Config Load(SettingsSources sources, Config ambient) => Load(sources, ambient, Config.Empty);

    /// <summary>Reads and merges the settings, with the profile of a verb above that of the node.</summary>
    public static Config Load(SettingsSources sources, Config ambient, Config profile) =>
        Settings.Checked(
            Settings.Layered([
                Settings.FromPairs(sources.Overrides),
                FromFile(sources.File),
                ambient,
                profile,
                EmbeddedHocon.SingleNode,
            ])
        );

    private static Config FromFile(string? path)
    {
        if (path is null)
        {
            return Config.Empty;
        }

        try
        {
            var text = Directory.Exists(path)
                ? throw new UsageException("is a directory: must be a file")
                : File.ReadAllText(path);
            return HoconBraces.ErrorOf(text) is { } error
                ? throw new UsageException(error)
                : ConfigurationFactory.ParseString(text);
        }
        catch (Exception exception)
        {
            throw new UsageException($"--config {OneLine.Of(path)}: {OneLine.Of(exception.Message)}");
        }
    }
}
