using Akka.Actor;
using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Client.Requests;

/// <summary>A pending command, and the one receiver of its reply, no matter how often it is sent.</summary>
internal sealed class PendingReply<TReply> : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly IActorRef _actor;
    private readonly TimeProvider _time;
    private IActorRef? _asker;

    public PendingReply(IActorRef actor, object command, TimeProvider time)
    {
        _time = time;
        _actor = actor;
        Command = command;
        Answer = actor.Ask<TReply>(
            asker =>
            {
                _asker = asker;
                return command;
            },
            // The caller has its own limit.
            TimerLimit.Longest,
            _abandoned.Token
        );
    }

    public object Command { get; }

    public Task<TReply> Answer { get; }

    public void SendAgain() => _actor.Tell(Command, _asker);

    /// <summary>
    /// Waits for the reply, and returns whether it has arrived. A reply takes precedence over a cancelled token.
    /// </summary>
    public async Task<bool> ComesWithinAsync(TimeSpan time, CancellationToken cancellation)
    {
        await ((Task)Answer)
            .WaitAsync(time, _time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Answer.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return Answer.IsCompleted;
    }

    /// <summary>Stops waiting for the reply.</summary>
    public void Dispose()
    {
        _abandoned.Cancel();
        _abandoned.Dispose();
    }
}
