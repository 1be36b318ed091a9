using System.Text.RegularExpressions;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Node.Clusters.Tls;
using McpFuzzer.Actors.Node.Configuration;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>What <c>mcp-fuzzer.node</c> says of a cluster node, validated.</summary>
/// <param name="Hostname">Where it listens, and by what it is known.</param>
/// <param name="Port">0 takes any that is free.</param>
/// <param name="Join">Members to join; none forms a new cluster.</param>
/// <param name="Roles">At least one.</param>
/// <param name="Tls">Which certificate, and whose are trusted.</param>
/// <param name="StateFolder">Where its own certificate is kept; null takes the user's.</param>
internal sealed partial record ClusterSettings(
    string Hostname,
    int Port,
    IReadOnlyList<HostAndPort> Join,
    IReadOnlyList<string> Roles,
    TlsFiles Tls,
    string? StateFolder
)
{
    private const string Path = "mcp-fuzzer.node";
    private const string StateFolderPath = "mcp-fuzzer.process.state-folder";

    public static ClusterSettings Read(Config configuration)
    {
        var section = SettingsReader.Open(configuration, EmbeddedHocon.Reference, Path);
        var folder = configuration.HasPath(StateFolderPath) ? configuration.GetString(StateFolderPath) : "";
        return new ClusterSettings(
            section.Text("hostname") is var host && HostAndPort.IsHost(host)
                ? host
                : throw new SettingsException($"{Path}.hostname", host, HostAndPort.AllowedHost),
            section.Whole("port", 0, HostAndPort.HighestPort),
            [.. section.Texts("join").Select(Member)],
            RolesOf(section.Texts("roles")),
            TlsFiles.Read(section, $"{Path}.tls"),
            folder.Length == 0 ? null : folder
        );
    }

    private static HostAndPort Member(string text) =>
        HostAndPort.TryParse(text) ?? throw new SettingsException($"{Path}.join", text, HostAndPort.Allowed);

    private static IReadOnlyList<string> RolesOf(IReadOnlyList<string> roles)
    {
        if (roles.Count == 0)
        {
            throw new SettingsException($"{Path}.roles", "[]", "must have at least one, such as worker");
        }

        return roles.FirstOrDefault(role => !RolePattern().IsMatch(role)) is { } wrong
            ? throw new SettingsException($"{Path}.roles", wrong, AllowedRole)
            : [.. roles.Distinct(StringComparer.Ordinal)];
    }

    public const string AllowedRole = "must be 1 to 64 letters, digits, dots, dashes or underscores";

    public static bool IsRole(string text) => RolePattern().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex RolePattern();
}
