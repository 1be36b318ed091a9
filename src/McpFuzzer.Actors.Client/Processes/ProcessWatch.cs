using System.Threading.Channels;
using Akka.Actor;
using McpFuzzer.Actors.Client.Requests;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>
/// The events of processes since the subscription, in the manager's order. No event is lost silently: when more than
/// <see cref="ClientOptions.EventCapacity" /> wait, the reader gets those, and then <see cref="EventsLostException" />.
/// The stream ends when it is disposed, when the manager's actor stops or its node is lost, and by the token of <see
/// cref="GetAsyncEnumerator" />. It has one reader. </summary> <example>
/// <code>
/// await using var events = await processes.WatchAsync(key);
/// await foreach (var what in events.WithCancellation(token))
/// {
///     Console.WriteLine(what);
/// }
/// </code>
/// </example>
public sealed class ProcessWatch : IAsyncEnumerable<IProcessEvent>, IAsyncDisposable
{
    private readonly ChannelReader<IProcessEvent> _events;
    private readonly IActorRef _subscriber;

    private ProcessWatch(ChannelReader<IProcessEvent> events, IActorRef subscriber)
    {
        _events = events;
        _subscriber = subscriber;
    }

    /// <summary>Continues where the last enumeration ended.</summary>
    /// <param name="cancellationToken">Ends the stream, with <see cref="OperationCanceledException" />, and the
    /// subscription.</param>
    public async IAsyncEnumerator<IProcessEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await using var ending = cancellationToken.UnsafeRegister(_ => Unwatch(), null);
        try
        {
            await foreach (var what in _events.ReadAllAsync(cancellationToken))
            {
                yield return what;
            }
        }
        finally
        {
            // The read is cancelled before the first registered callback runs, which is then not called.
            if (cancellationToken.IsCancellationRequested)
            {
                Unwatch();
            }
        }
    }

    /// <summary>Ends the subscription. Waiting events can still be read.</summary>
    public ValueTask DisposeAsync()
    {
        Unwatch();
        return ValueTask.CompletedTask;
    }

    internal static async Task<ProcessWatch> OpenAsync(
        ActorEndpoint manager,
        ProcessKey? key,
        int capacity,
        CancellationToken cancellation
    )
    {
        var actor = await manager.FindAsync(cancellation);
        var events = Channel.CreateBounded<IProcessEvent>(
            new BoundedChannelOptions(capacity) { SingleWriter = true, FullMode = BoundedChannelFullMode.Wait }
        );
        var stands = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var props = EventSubscriber.Props(actor, key, events.Writer, capacity, stands);
        var watch = new ProcessWatch(events.Reader, SystemOf(actor).ActorOf(props));
        try
        {
            await manager.WaitAsync(
                stands.Task,
                waited => $"the ManagerActor did not answer {nameof(WatchProcesses)} within {waited}",
                cancellation
            );
            return watch;
        }
        catch (Exception)
        {
            watch.Unwatch();
            throw;
        }
    }

    /// <summary>The system that created the reference, which is this node's, even for a remote actor.</summary>
    internal static ActorSystem SystemOf(IActorRef actor) =>
        ((IInternalActorRef)actor).Provider.Guardian.Underlying.System;

    private void Unwatch() => _subscriber.Tell(PoisonPill.Instance);
}
