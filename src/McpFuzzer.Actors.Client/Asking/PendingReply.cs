using Akka.Actor;

namespace McpFuzzer.Actors.Client.Asking;

/// <summary>A command on its way, and the one place to which its answer may come however often it is sent.</summary>
internal sealed class PendingReply<TReply> : IDisposable
{
    /// <summary>Whoever waits has a limit of his own; this one is that of the timers beneath.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

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
            Longest,
            _abandoned.Token
        );
    }

    public object Command { get; }

    public Task<TReply> Answer { get; }

    public void SendAgain() => _actor.Tell(Command, _asker);

    /// <summary>Waits for the answer, and says whether it has come. An answer that is there wins over a token that is cancelled.</summary>
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

    /// <summary>No answer is waited for any more.</summary>
    public void Dispose()
    {
        _abandoned.Cancel();
        _abandoned.Dispose();
    }
}
