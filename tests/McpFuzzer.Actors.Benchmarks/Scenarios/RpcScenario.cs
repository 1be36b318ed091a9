using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Transport;
using ModelContextProtocol.Client;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The cost of one call of a server's tool for the client.</summary>
internal sealed class RpcScenario : IScenario
{
    private const int InFlight = 16;
    private const string Sdk = "sdk";
    private const string SdkTitle = "the official SDK's client";
    private const string SdkManaged = "sdk-managed";
    private const string Tool = "echo";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "rpc";

    public string Title => $"Calls of a tool, {InFlight} in flight";

    public string About =>
        $"""
            {InFlight} callers call a tool without arguments, and again when they have the result. The server is a C
            program at the other end of two pipes that answers every line at once. This system uses its own session over
            a managed process, like a campaign. The SDK's client uses its own stdio transport, and in another row the
            managed one.
            """;

    public string Limits =>
        """
            Of the bytes, 360 are the reply: a JsonElement keeps its line and 12 bytes for each token. The oracles read
            the reply longer than the line is there, so that this alone uses up the aim. The rest are the call's task,
            its continuations and the caller's own. Samples (perf): 22 % parsing, 20 % threads of the pool that look for
            work, 8 % waking the thread that writes. Tried, and kept: frames built in buffers that are reused (1,736
            bytes before). The pace is that of two processes that wake each other, and so almost the same for all.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("rpc.pace", "calls, thousands", "/s"),
        new("rpc.processor", "processor time of the client for one call", "µs"),
        new("rpc.bytes", "allocated for one call", "bytes"),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.ThisSystem, PeerNames.Own, "", SdkTitle) { NeedsNative = true },
        new(SdkTitle, Sdk, "", SdkTitle) { NeedsNative = true },
        new($"{SdkTitle}, managed transport", SdkManaged, "", SdkTitle) { NeedsNative = true },
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("rpc.pace", Contestant.ThisSystem, SdkTitle, AtLeast: true, 3),
        new("rpc.bytes", Contestant.ThisSystem, To: null, AtLeast: false, 400),
    ];

    private static ProcessSpec Server => new() { Command = [NativeServer.Path, "echo"], Name = "echo" };

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant)
    {
        switch (peer)
        {
            case PeerNames.Own:
                await using (var own = await OwnPeer.OpenAsync())
                await using (var session = await OpenAsync(own))
                {
                    return await MeasureAsync(() => CallAsync(session));
                }

            case Sdk:
                var transport = new StdioClientTransport(new() { Command = NativeServer.Path, Arguments = ["echo"] });
                await using (var client = await McpClient.CreateAsync(transport))
                {
                    return await MeasureAsync(() => CallAsync(client));
                }

            case SdkManaged:
                await using (var own = await OwnPeer.OpenAsync())
                await using (var client = await McpClient.CreateAsync(new ManagedStdioTransport(own.Manager, Server)))
                {
                    return await MeasureAsync(() => CallAsync(client));
                }

            default:
                throw new ArgumentException($"No such peer: {peer}", nameof(peer));
        }
    }

    private Task<IReadOnlyDictionary<string, double>> MeasureAsync(Func<Task> callAsync) =>
        Pace.MeasureAsync(Name, wanted => Callers.RunAsync(InFlight, wanted, callAsync));

    private static async Task<IMcpSession> OpenAsync(OwnPeer own) =>
        await new McpConnector(own.Manager, TimeProvider.System).ConnectAsync(
            Server,
            Patience,
            new Deaf(),
            knownRevision: null,
            CancellationToken.None
        ) switch
        {
            ConnectResult.Connected connected => connected.Session,
            var other => throw new InvalidOperationException($"{other}"),
        };

    private static async Task CallAsync(IMcpSession session)
    {
        var reply = await session.CallToolAsync(new ToolCall(Tool, "{}"u8.ToArray()), CancellationToken.None);
        if (reply is not McpReply.Result)
        {
            throw new InvalidOperationException($"{reply}");
        }
    }

    private static async Task CallAsync(McpClient client)
    {
        if ((await client.CallToolAsync(Tool)).IsError == true)
        {
            throw new InvalidOperationException("the tool failed");
        }
    }

    private sealed class Deaf : IStreamObserver
    {
        public void OnAnomaly(StreamAnomaly anomaly) => throw new InvalidOperationException($"{anomaly}");

        public void OnToolsChanged() { }
    }
}
