using Akka.Actor;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Client.Requests;

/// <summary>
/// One actor, for code that is not an actor. The first command looks it up, so a client can be created before its node
/// has started.
/// </summary>
/// <param name="name">Its name in messages.</param>
/// <param name="find">Returns its reference.</param>
/// <param name="options">The validated timeout of replies, and the clock.</param>
internal sealed class ActorEndpoint(string name, Func<CancellationToken, Task<IActorRef>> find, ClientOptions options)
{
    private readonly TimeSpan _patience = options.AskTimeout;
    private IActorRef? _actor;

    /// <summary>A correspondent that is known.</summary>
    public static ActorEndpoint Of(string name, IActorRef actor, ClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return new ActorEndpoint(name, _ => Task.FromResult(actor), options);
    }

    /// <summary>Waits for an immediate reply.</summary>
    /// <exception cref="TimeoutException">There was no reply.</exception>
    public async Task WaitAsync(Task what, Func<string, string> otherwise, CancellationToken cancellation)
    {
        try
        {
            await what.WaitAsync(_patience, options.Time, cancellation);
        }
        catch (TimeoutException late) when (!what.IsFaulted)
        {
            throw new TimeoutException(otherwise(Durations.Show(_patience)), late);
        }
    }

    /// <summary>Its reference.</summary>
    /// <exception cref="TimeoutException">Its node has not started it.</exception>
    public async ValueTask<IActorRef> FindAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_actor is { } known)
        {
            return known;
        }

        using var search = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var finding = find(search.Token);
            await WaitAsync(finding, waited => $"the {name} was not started within {waited}", cancellation);
            return _actor = await finding;
        }
        finally
        {
            await search.CancelAsync();
        }
    }

    /// <summary>Returns its reference; it must be on this node.</summary>
    /// <exception cref="InvalidOperationException">It is on another node.</exception>
    public async ValueTask<IActorRef> FindLocalAsync(string what, string instead, CancellationToken cancellation)
    {
        var actor = await FindAsync(cancellation);
        return actor is IActorRefScope { IsLocal: true }
            ? actor
            : throw new InvalidOperationException(
                $"{what} can not leave this node, and the {name} is {actor.Path}: {instead}"
            );
    }

    public async Task TellAsync(object message, CancellationToken cancellation) =>
        (await FindAsync(cancellation)).Tell(message, ActorRefs.NoSender);

    /// <summary>Sends a command; the caller waits for the reply.</summary>
    public async ValueTask<PendingReply<TReply>> SendAsync<TReply>(object command, CancellationToken cancellation) =>
        new(await FindAsync(cancellation), command, options.Time);

    /// <summary>Sends a command with an immediate reply, or a reply after a known time.</summary>
    /// <param name="command">It is sent at most twice, so a command with effects carries a RequestId.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="takes">How long the reply itself may take.</param>
    /// <exception cref="TimeoutException">There was no reply; the message names the command.</exception>
    public async Task<TReply> AskAsync<TReply>(object command, CancellationToken cancellation, TimeSpan takes = default)
    {
        using var pending = await SendAsync<TReply>(command, cancellation);
        return await ReplyAsync(pending, cancellation, takes);
    }

    /// <summary>Sends a command with an immediate reply exactly once.</summary>
    /// <exception cref="TimeoutException">There was no reply; the message names the command.</exception>
    public async Task<TReply> AskOnceAsync<TReply>(object command, CancellationToken cancellation)
    {
        using var pending = await SendAsync<TReply>(command, cancellation);
        return await pending.ComesWithinAsync(_patience, cancellation)
            ? await pending.Answer
            : throw Silent(command, _patience);
    }

    /// <summary>Waits for the reply, and sends the command once more.</summary>
    /// <exception cref="TimeoutException">There was no reply; the message names the command.</exception>
    public async Task<TReply> ReplyAsync<TReply>(
        PendingReply<TReply> pending,
        CancellationToken cancellation,
        TimeSpan takes = default
    )
    {
        if (await pending.ComesWithinAsync(takes + _patience, cancellation))
        {
            return await pending.Answer;
        }

        pending.SendAgain();
        return await pending.ComesWithinAsync(takes + _patience, cancellation)
            ? await pending.Answer
            : throw Silent(pending.Command, 2 * (takes + _patience));
    }

    /// <summary>Sends a command that may take any time. The wait lasts as long as the actor answers queries.</summary>
    /// <param name="command">It is sent again from time to time, so a command with effects carries a RequestId.</param>
    /// <param name="question">A query that the actor answers at once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TimeoutException">The actor does not reply; the message names the command.</exception>
    public async Task<TReply> AskPatientlyAsync<TReply>(object command, object question, CancellationToken cancellation)
    {
        using var pending = await SendAsync<TReply>(command, cancellation);
        return await ReplyPatientlyAsync(pending, question, cancellation);
    }

    /// <summary>Waits for the reply, as long as it takes.</summary>
    /// <exception cref="TimeoutException">The actor does not reply; the message names the command.</exception>
    public async Task<TReply> ReplyPatientlyAsync<TReply>(
        PendingReply<TReply> pending,
        object question,
        CancellationToken cancellation
    )
    {
        while (!await pending.ComesWithinAsync(_patience, cancellation))
        {
            using var sign = await SendAsync<object>(question, cancellation);
            if (!await sign.ComesWithinAsync(_patience, cancellation) && !pending.Answer.IsCompleted)
            {
                throw Silent(pending.Command, 2 * _patience);
            }

            if (!pending.Answer.IsCompleted)
            {
                pending.SendAgain();
            }
        }

        return await pending.Answer;
    }

    private TimeoutException Silent(object command, TimeSpan waited) =>
        new($"the {name} did not answer {command.GetType().Name} within {Durations.Show(waited)}");
}
