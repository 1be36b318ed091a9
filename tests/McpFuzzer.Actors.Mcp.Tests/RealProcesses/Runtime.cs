using System.Text;
using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Processes;

namespace McpFuzzer.Actors.Mcp.Tests.RealProcesses;

/// <summary>
/// The real ManagerActor on the real operating system, for one test. Its targets carry a mark by which those that are
/// left can be found.
/// </summary>
internal sealed class Runtime : IAsyncDisposable
{
    private const string MarkVariable = "MCP_FUZZER_TEST_MARK";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly IProcessHost _host;
    private readonly ActorSystem _system;

    public Runtime()
    {
        _host = ProcessHosts.Create(
            TimeProvider.System,
            new HostOptions { StdinWriteTimeout = TimeSpan.FromSeconds(1) }
        );
        _system = ActorSystem.Create(
            "runtime",
            ConfigurationFactory.ParseString("akka.loglevel = WARNING").WithFallback(ProcessSettings.Reference)
        );
        Manager = _system.ActorOf(
            ManagerActor.Props(
                _host,
                ProcessSettings.From(Config.Empty),
                TimeProvider.System,
                new Dictionary<string, string>(),
                seed: 1
            )
        );
    }

    public IActorRef Manager { get; }

    public RecordingObserver Observer { get; } = new();

    public ProcessSpec Spec(params string[] command) =>
        new()
        {
            Command = command,
            Name = "target",
            Environment = new Dictionary<string, string?> { [MarkVariable] = _mark },
        };

    public Task<ConnectResult> ConnectAsync(
        ProcessSpec target,
        TimeSpan? timeout = null,
        CancellationToken cancellation = default
    ) =>
        new McpConnector(Manager, TimeProvider.System).ConnectAsync(
            target,
            timeout ?? Patience,
            Observer,
            knownRevision: null,
            cancellation
        );

    public async Task<IMcpSession> OpenAsync(ProcessSpec target) =>
        Assert.IsType<ConnectResult.Connected>(await ConnectAsync(target)).Session;

    /// <summary>No process with the mark is alive, grandchildren included, and the manager knows of none.</summary>
    public async Task AssertNothingIsLeftAsync()
    {
        var list = await Manager.Ask<ProcessList>(new ListProcesses(), Patience);
        Assert.All(list.Processes, process => Assert.Equal(ProcessPhase.Exited, process.Phase));
        if (Directory.Exists("/proc/self"))
        {
            Assert.Empty(FindMarked());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Manager.Ask<ManagerStopped>(new ShutdownManager(), Patience);
        await _system.Terminate();
        await _host.DisposeAsync();
    }

    // A zombie's environment reads as empty, and so it does not count.
    private List<string> FindMarked()
    {
        var mark = Encoding.UTF8.GetBytes($"{MarkVariable}={_mark}");
        var found = new List<string>();
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[6])))
        {
            try
            {
                if (File.ReadAllBytes($"{directory}/environ").AsSpan().IndexOf(mark) >= 0)
                {
                    found.Add(directory);
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or is another user's.
            }
        }

        return found;
    }
}
