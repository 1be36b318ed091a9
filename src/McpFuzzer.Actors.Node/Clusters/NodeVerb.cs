using System.CommandLine;
using System.Globalization;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Contracts.Nodes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary><c>mcpfuzzer node</c>: a cluster node.</summary>
internal sealed class NodeVerb : Verb
{
    private readonly SettingsOptions _settings = new();
    private readonly List<string> _join = [];
    private readonly List<string> _roles = [];
    private bool _insecure;

    public override string Name => "node";

    public override string Summary =>
        "Runs a cluster node that hosts processes and operations for other nodes, until SIGTERM or SIGINT. "
        + "When it has joined, it writes its address to stdout.";

    public override IReadOnlyList<string> Examples =>
        ["node --port 0", "node --hostname 10.0.0.2 --join 10.0.0.1:4053 --role worker"];

    public override IReadOnlyList<(string Code, string Meaning)> Codes =>
        [
            ("0", "a signal ended it, or it left the cluster"),
            ("2", "wrong usage or configuration, or an address that it can't listen on"),
            ("3", "no member of the cluster could be joined"),
            ("4", "the cluster removed it, or a bug of mcpfuzzer"),
        ];

    public override string? Rejection =>
        Target is null ? null : "node: takes no command; processes are started on it by other nodes";

    public override string RejectionOf(IReadOnlyList<string> words, string? argument) =>
        $"{Printable.Escape(words[0])}: node takes options only";

    /// <summary>Returns where settings come from, the options among them.</summary>
    public SettingsSources Sources()
    {
        SetList("join", _join);
        SetList("roles", _roles);
        return _settings.Sources;
    }

    public override Task<int> RunAsync(NodeConsole console) => NodeService.RunAsync(Sources(), _insecure, console);

    protected override IReadOnlyList<Option> BuildOptions() =>
        [
            new VerbOption<string>(
                "--hostname",
                "HOST",
                "The name or address to listen on.",
                new Texts(HostAndPort.AllowedHost, HostAndPort.IsHost),
                host => _settings.Set("node.hostname", host)
            )
            {
                ShowDefault = () => Reference("hostname"),
            },
            new VerbOption<int>(
                "--port",
                "N",
                "The port to listen on; 0 takes a free one.",
                new Within<int>(NodeBounds.Port),
                port => _settings.Set("node.port", port.ToString(CultureInfo.InvariantCulture))
            )
            {
                ShowDefault = () => Reference("port"),
            },
            new VerbOption<string>(
                "--join",
                "HOST:PORT",
                "Joins the cluster of this member. Without it the node forms a new cluster.",
                new Texts(HostAndPort.Allowed, text => HostAndPort.TryParse(text) is not null),
                _join.Add
            )
            {
                IsRepeatable = true,
            },
            new VerbOption<string>(
                "--role",
                "NAME",
                "Its role in the cluster.",
                new Texts(MemberSettings.AllowedRole, MemberSettings.IsRole),
                _roles.Add
            )
            {
                IsRepeatable = true,
                ShowDefault = () => "worker",
            },
            new VerbFlag(
                "--insecure",
                "Turns TLS off: any program that reaches the port controls the node.",
                () => _insecure = true
            ),
            .. _settings.Table,
        ];

    private static string Reference(string key) => NodeReference.Config.GetString($"mcp-fuzzer.node.{key}");

    private void SetList(string key, List<string> values)
    {
        if (values.Count > 0)
        {
            _settings.Set($"node.{key}", $"[{string.Join(", ", values.Select(value => $"\"{value}\""))}]");
        }
    }
}
