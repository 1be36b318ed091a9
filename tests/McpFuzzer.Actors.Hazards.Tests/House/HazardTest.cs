using McpFuzzer.Actors.Os;
using McpFuzzer.TestNode;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>
/// A test on real processes, driven through the actors. For every outcome, no process, descriptor or thread is left.
/// </summary>
public abstract class HazardTest : IAsyncLifetime
{
    private static readonly Lazy<Task> WarmUp = new(WarmUpAsync);

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("hazard-");
    private readonly List<IAsyncDisposable> _nodes = [];
    private readonly HashSet<long> _lives = [];
    private Footprint? _before;

    private protected string Mark { get; } = Guid.NewGuid().ToString("N");

    private protected string Scratch => _scratch.FullName;

    public async Task InitializeAsync()
    {
        await WarmUp.Value;
        _before = Footprint.Take();
    }

    public async Task DisposeAsync()
    {
        NoteLives();
        try
        {
            foreach (var node in Enumerable.Reverse(_nodes))
            {
                await node.DisposeAsync().AsTask().WaitAsync(Patience.Long);
            }

            Assert.Empty(Living());
        }
        finally
        {
            Leftovers.EndByHand(Living);
            Leftovers.ReapZombies();
        }

        _before!.AssertNotGrown();
        _scratch.Delete(recursive: true);
    }

    /// <summary>A node in this process.</summary>
    private protected async Task<HazardNode> NodeAsync(
        NodeLevel level,
        IProcessHost? host = null,
        Action<ILoggingBuilder>? logging = null,
        string? stateFolder = null
    )
    {
        var settings = new NodeSettings(level, FolderFor(stateFolder ?? $"state-{_nodes.Count}"));
        var node = new HazardNode(await HostedNode.StartAsync(settings, host, logging), level, Mark, Living);
        _nodes.Add(node);
        NoteLives();
        return node;
    }

    /// <summary>A node as its own operating-system process.</summary>
    private protected Task<NodeProcess> NodeProcessAsync(NodeSettings settings, params IReadOnlyList<string> prefix) =>
        NodeProcessAsync(settings, prefix, NodeProgram.Command(settings));

    private protected async Task<NodeProcess> NodeProcessAsync(
        NodeSettings settings,
        IReadOnlyList<string> prefix,
        IReadOnlyList<string> command
    )
    {
        var node = await NodeProcess.StartAsync([.. prefix, .. command], Mark);
        _nodes.Add(node);
        _lives.UnionWith(Leftovers.LivesIn(settings.StateFolder));
        return node;
    }

    private protected string FolderFor(string name) => Directory.CreateDirectory(Path.Combine(Scratch, name)).FullName;

    /// <summary>The living processes of this test, except its node processes.</summary>
    private protected List<int> Living() =>
        Leftovers.Find(
            Mark,
            _lives,
            [.. _nodes.OfType<NodeProcess>().Where(node => node.IsAlive).Select(node => node.Pid)]
        );

    /// <summary>
    /// Asserts that nothing is left where the level promises it. At other levels the test ends what is left.
    /// </summary>
    private protected void AssertNoneLeft(bool promised)
    {
        NoteLives();
        if (promised)
        {
            Assert.Empty(Living());
        }
        else
        {
            Leftovers.EndByHand(Living);
        }
    }

    private void NoteLives()
    {
        foreach (var state in _scratch.GetDirectories("state*"))
        {
            _lives.UnionWith(Leftovers.LivesIn(state.FullName));
        }
    }

    // What .NET, Akka and the host open once for the whole process.
    private static async Task WarmUpAsync()
    {
        var state = Directory.CreateTempSubdirectory("hazard-warm-up-");
        foreach (var level in NodeLevels.Here)
        {
            await using var node = new HazardNode(
                await HostedNode.StartAsync(new NodeSettings(level, state.FullName)),
                level,
                mark: "warm-up",
                living: () => []
            );
            await node.StartAsync("true");
            await node.ExitAsync();
        }

        state.Delete(recursive: true);
    }
}
