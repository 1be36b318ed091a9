using System.CommandLine;
using McpFuzzer.Actors.Clusters;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The verb <c>node</c>.</summary>
internal sealed class NodeGrammar
{
    public const string Name = "node";

    private readonly Option<string[]> _hostname = Grammar.Value(
        "--hostname",
        "HOST",
        "The name or address where it listens (127.0.0.1)."
    );
    private readonly Option<string[]> _port = Grammar.Value("--port", "N", "Its port; 0 is any that is free (4053).");
    private readonly Option<string[]> _join = Grammar.Value(
        "--join",
        "HOST:PORT",
        "A member of the cluster to join; repeatable. Without one it forms a new cluster."
    );
    private readonly Option<string[]> _roles = Grammar.Value(
        "--role",
        "NAME",
        "What it is to the cluster; repeatable (worker)."
    );
    private readonly Option<bool> _insecure = Grammar.Flag(
        "--insecure",
        "No TLS: whoever reaches the port commands the node."
    );
    private readonly ConfigurationGrammar _configuration = new();

    public Command Build()
    {
        var command = new Command(
            Name,
            "A cluster node that hosts processes and operations for other nodes, until SIGTERM or SIGINT. Its address stands on stdout when it has joined."
        );
        foreach (
            var option in (IEnumerable<Option>)[_hostname, _port, _join, _roles, _insecure, .. _configuration.Options]
        )
        {
            command.Options.Add(option);
        }

        return command;
    }

    public NodeOptions Read(ParseResult parsed, IReadOnlyList<string>? target) =>
        target is not null
            ? throw new UsageException("node: takes no command; processes are started on it by other nodes")
            : new NodeOptions
            {
                Hostname = Grammar.One(parsed, _hostname) is { } host
                    ? OptionValues.Checked(_hostname.Name, host, HostAndPort.IsHost(host), HostAndPort.AllowedHost)
                    : null,
                Port = Grammar.One(parsed, _port) is { } port
                    ? (int)OptionValues.Whole(_port.Name, port, 0, HostAndPort.HighestPort)
                    : null,
                Join = [.. Grammar.Many(parsed, _join).Select(Member)],
                Roles =
                [
                    .. Grammar
                        .Many(parsed, _roles)
                        .Select(role =>
                            OptionValues.Checked(
                                _roles.Name,
                                role,
                                MemberSettings.IsRole(role),
                                MemberSettings.AllowedRole
                            )
                        ),
                ],
                Insecure = parsed.GetValue(_insecure),
                Configuration = _configuration.Read(parsed),
            };

    private HostAndPort Member(string text)
    {
        var member = HostAndPort.TryParse(text);
        OptionValues.Checked(_join.Name, text, member is not null, HostAndPort.Allowed);
        return member!;
    }
}
