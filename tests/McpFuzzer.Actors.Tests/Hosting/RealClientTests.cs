using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Tests.Processes;

namespace McpFuzzer.Actors.Tests.Hosting;

/// <summary>The manager's client over the real operating system.</summary>
[Collection(nameof(RealProcesses))]
public sealed class RealClientTests : IAsyncLifetime
{
    private const int Count = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ProcessMark _mark = new();
    private RunningNode _node = null!;
    private ProcessManagerClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await RunningNode.StartAsync();
        _client = new ProcessManagerClient(_node.Manager);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        Assert.Empty(_mark.Find());
    }

    [Fact]
    public async Task Should_leave_no_unknown_process_when_starts_are_cancelled_at_any_moment()
    {
        var starts = Enumerable.Range(0, Count).Select(CancelAfterAsync);

        var started = (await Task.WhenAll(starts).WaitAsync(Patience)).OfType<ProcessStarted>().ToList();

        var running = await _client.ListAsync(ProcessPhase.Running);
        Assert.Equal(KeysOf(started), KeysOf(running));
        Assert.Equal(running.Select(process => process.Pid!.Value).Order(), _mark.Find().Order());
        Assert.Equal(started.Count, (await _client.StopAllAsync(force: true).WaitAsync(Patience)).Count);
        Assert.Empty(_mark.Find());
    }

    [Fact]
    public async Task Should_publish_each_event_of_many_processes_once_and_in_order()
    {
        await using var events = await _client.WatchAsync();
        var starts = Enumerable
            .Range(0, Count)
            .Select(n => _client.StartAsync(Spec("exit 0"), new ProcessKey($"p{n}")));
        await Task.WhenAll(starts).WaitAsync(Patience);

        var published = new List<IProcessEvent>();
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var what in events.WithCancellation(patience.Token))
        {
            published.Add(what);
            if (published.OfType<ProcessStopped>().Count() == Count)
            {
                break;
            }
        }

        Assert.All(
            published.GroupBy(what => what.Key),
            ofOne =>
                Assert.Equal(
                    [typeof(ProcessStarted), typeof(ProcessReady), typeof(ProcessExited), typeof(ProcessStopped)],
                    ofOne.Select(what => what.GetType())
                )
        );
    }

    /// <summary>Some are cancelled before their exec, some during it, and some after.</summary>
    private async Task<ProcessStarted?> CancelAfterAsync(int n)
    {
        using var cancelling = new CancellationTokenSource();
        var call = _client.StartAsync(Spec("exec sleep 600"), cancellationToken: cancelling.Token);
        await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(n), TimeProvider.System));
        await cancelling.CancelAsync();
        try
        {
            return await call;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private ProcessSpec Spec(string script) => _mark.On(new ProcessSpec { Command = ["sh", "-c", script] });

    private static IEnumerable<string> KeysOf(IEnumerable<ProcessStarted> started) =>
        started.Select(process => process.Key.Value).Order(StringComparer.Ordinal);

    private static IEnumerable<string> KeysOf(IEnumerable<ProcessSnapshot> running) =>
        running.Select(process => process.Key.Value).Order(StringComparer.Ordinal);
}
