using System.Text.RegularExpressions;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Clusters.Tls;
using McpFuzzer.Actors.Contracts.Nodes;
using McpFuzzer.Actors.Processes;

namespace McpFuzzer.Actors.Clusters;

/// <summary>The validated settings of a member or a client: <c>mcp-fuzzer.node</c>.</summary>
/// <param name="Hostname">Where it listens, and by which others reach it.</param>
/// <param name="Port">0 takes any free port.</param>
/// <param name="Join">Members to join. When empty, the system forms a new cluster.</param>
/// <param name="Roles">At least one.</param>
/// <param name="Tls">Its certificate, and the authorities that it trusts.</param>
/// <param name="StateFolder">The folder of the user's own certificate; null takes the user's state folder.</param>
internal sealed partial record MemberSettings(
    string Hostname,
    int Port,
    IReadOnlyList<HostAndPort> Join,
    IReadOnlyList<string> Roles,
    TlsFiles Tls,
    string? StateFolder
)
{
    private const string Path = NodeReference.Path;
    private const string StateFolderPath = ProcessSettings.Path + ".state-folder";

    /// <summary>Reads the section of a configuration.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value is out of range.</exception>
    public static MemberSettings Read(Config configuration)
    {
        var section = SettingsReader.Open(configuration, NodeReference.Config, Path);
        var folder = configuration.HasPath(StateFolderPath) ? configuration.GetString(StateFolderPath) : "";
        return new MemberSettings(
            section.Text("hostname") is var host && HostAndPort.IsHost(host)
                ? host
                : throw new SettingsException($"{Path}.hostname", host, HostAndPort.AllowedHost),
            section.Value("port", NodeBounds.Port),
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
