using Akka.Actor;

namespace McpFuzzer.Actors.Client.Asking;

/// <summary>One actor, as asked by code that is none. It is looked up at the first command, so that a client can be made before its node has started.</summary>
/// <param name="name">What it is, for messages.</param>
/// <param name="find">Gives its reference.</param>
/// <param name="options">How long it may be silent to what it answers at once, and by which clock; they have been checked.</param>
internal sealed class Correspondent(string name, Func<CancellationToken, Task<IActorRef>> find, ClientOptions options)
{
    private readonly TimeSpan _patience = options.AskTimeout;
    private IActorRef? _actor;

    /// <summary>A correspondent that is known.</summary>
    public static Correspondent Of(string name, IActorRef actor, ClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return new Correspondent(name, _ => Task.FromResult(actor), options);
    }

    /// <summary>Waits for what is to come at once.</summary>
    /// <exception cref="TimeoutException">It has not come, with the message for that.</exception>
    public async Task WaitAsync(Task what, Func<string, string> otherwise, CancellationToken cancellation)
    {
        try
        {
            await what.WaitAsync(_patience, options.Time, cancellation);
        }
        catch (TimeoutException late) when (!what.IsFaulted)
        {
            throw new TimeoutException(otherwise(Show(_patience)), late);
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

    /// <summary>Finds it where only an actor on this node will do.</summary>
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

    /// <summary>Sends a command, whose answer whoever has this waits for.</summary>
    public async ValueTask<PendingReply<TReply>> SendAsync<TReply>(object command, CancellationToken cancellation) =>
        new(await FindAsync(cancellation), command, options.Time);

    /// <summary>Asks for what is answered at once, or after a time that is known.</summary>
    /// <param name="command">It is sent twice at most: what would do something twice carries a RequestId.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="takes">How long the answer may take by itself.</param>
    /// <exception cref="TimeoutException">No answer has come; the message names the command.</exception>
    public async Task<TReply> AskAsync<TReply>(object command, CancellationToken cancellation, TimeSpan takes = default)
    {
        using var pending = await SendAsync<TReply>(command, cancellation);
        return await ReplyAsync(pending, cancellation, takes);
    }

    /// <summary>Asks for what is answered at once, and must be sent only once.</summary>
    /// <exception cref="TimeoutException">No answer has come; the message names the command.</exception>
    public async Task<TReply> AskOnceAsync<TReply>(object command, CancellationToken cancellation)
    {
        using var pending = await SendAsync<TReply>(command, cancellation);
        return await pending.ComesWithinAsync(_patience, cancellation)
            ? await pending.Answer
            : throw Silent(command, _patience);
    }

    /// <summary>Waits for the answer to what was sent, and sends it once more.</summary>
    /// <exception cref="TimeoutException">No answer has come; the message names the command.</exception>
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

    /// <summary>Asks for what takes as long as it takes: while the actor is seen to live, the answer will come.</summary>
    /// <param name="command">It is sent again from time to time: what would do something twice carries a RequestId.</param>
    /// <param name="question">What the actor answers at once.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">The actor answers nothing; the message names the command.</exception>
    public async Task<TReply> AskPatientlyAsync<TReply>(object command, object question, CancellationToken cancellation)
    {
        using var pending = await SendAsync<TReply>(command, cancellation);
        return await ReplyPatientlyAsync(pending, question, cancellation);
    }

    /// <summary>Waits for the answer to what was sent, as long as it takes.</summary>
    /// <exception cref="TimeoutException">The actor answers nothing; the message names the command.</exception>
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
        new($"the {name} did not answer {command.GetType().Name} within {Show(waited)}");

    private static string Show(TimeSpan time) => $"{time.TotalSeconds:0.###} s";
}
