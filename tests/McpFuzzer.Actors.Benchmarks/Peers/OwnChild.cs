using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>A child of this system, as the watching actor knows it.</summary>
internal sealed class OwnChild(ProcessKey key, IActorRef manager, Action forget) : IWatchedChild
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<long> _exited = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pid { get; set; }

    public Task<long> Exited => _exited.Task;

    /// <summary>Completes when its set is verified empty.</summary>
    public Task Ended => _ended.Task;

    public void HasExited(long at) => _exited.TrySetResult(at);

    public void HasEnded(IProcessEvent how)
    {
        if (how is ProcessStopped)
        {
            _ended.TrySetResult();
        }
        else
        {
            _ended.TrySetException(new InvalidOperationException($"{how}"));
        }
    }

    public void ShowLife() => manager.Tell(new UpdateActivity(key));

    public async Task StopAsync(bool force)
    {
        var reply = await manager.Ask<IStopReply>(new StopProcess(key, Force: force), Patience);
        if (reply is not ProcessStopped)
        {
            throw new InvalidOperationException($"{reply}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended.Task.IsCompleted)
        {
            await StopAsync(force: true);
            await _ended.Task;
        }

        forget();
    }
}
