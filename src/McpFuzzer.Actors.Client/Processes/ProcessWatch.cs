using System.Threading.Channels;
using Akka.Actor;
using McpFuzzer.Actors.Client.Asking;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>
/// What happens to processes, in the order in which the manager tells it, from the moment of the subscription on. Nothing is lost silently: when more than
/// <see cref="ClientOptions.EventCapacity" /> wait, those are still read, and then <see cref="EventsLostException" /> is thrown. The stream ends when it is disposed, when the manager's actor ends or
/// its node is lost, and by the token of <see cref="GetAsyncEnumerator" />. It has one reader.
/// </summary>
/// <example>
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

    /// <summary>Reads on from where the last reading ended.</summary>
    /// <param name="cancellationToken">Ends the stream, by <see cref="OperationCanceledException" />, and the subscription.</param>
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
            // The read is cancelled before what was registered first is called, and then that is called no more.
            if (cancellationToken.IsCancellationRequested)
            {
                Unwatch();
            }
        }
    }

    /// <summary>Ends the subscription. What is waiting can still be read.</summary>
    public ValueTask DisposeAsync()
    {
        Unwatch();
        return ValueTask.CompletedTask;
    }

    internal static async Task<ProcessWatch> OpenAsync(
        Correspondent manager,
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

    /// <summary>The system that a reference was made in, which is this node's, wherever the actor is.</summary>
    internal static ActorSystem SystemOf(IActorRef actor) =>
        ((IInternalActorRef)actor).Provider.Guardian.Underlying.System;

    private void Unwatch() => _subscriber.Tell(PoisonPill.Instance);
}
