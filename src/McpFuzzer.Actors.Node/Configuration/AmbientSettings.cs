using System.Text.Json;
using Akka.Configuration;
using McpFuzzer.Actors.Node.CommandLine;
using Microsoft.Extensions.Configuration;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>
/// The settings of the surroundings: the section <c>mcp-fuzzer</c> of the working directory's appsettings.json. Over it
/// come environment variables such as <c>MCP_FUZZER__CAMPAIGN__ORACLE__SLOW_AFTER</c> for
/// <c>mcp-fuzzer.campaign.oracle.slow-after</c>.
/// </summary>
internal static class AmbientSettings
{
    private const string Section = "mcp-fuzzer";
    private const string Prefix = "MCP_FUZZER__";

    public static Config Read(string directory)
    {
        var file = Path.Combine(directory, "appsettings.json");
        return File.Exists(file) || HasVariables() ? ReadBoth(file) : Config.Empty;
    }

    // The readers of both take longer to load than most commands take to run.
    private static bool HasVariables()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (name.StartsWith("MCP_FUZZER", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static Config ReadBoth(string file)
    {
        try
        {
            var settings = new ConfigurationBuilder().AddJsonFile(file, optional: true, reloadOnChange: false).Build();
            var variables = new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build();
            var fromFile = Values(settings.GetSection(Section)).Select(pair => (pair.Key, pair.Value));
            var fromVariables = Values(variables)
                .Select(pair => (Key: pair.Key.ToLowerInvariant().Replace('_', '-'), pair.Value));
            return Settings.FromPairs(
                fromFile
                    .Concat(fromVariables)
                    .Select(pair => KeyValuePair.Create($"{Section}.{pair.Key.Replace(':', '.')}", pair.Value))
            );
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or JsonException)
        {
            throw new UsageException($"{file}: {OneLine.Of(exception.Message)}");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(IConfiguration section) =>
        section.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null)!;
}
