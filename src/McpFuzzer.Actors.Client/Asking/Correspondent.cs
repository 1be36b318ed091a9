using Akka.Actor;

namespace McpFuzzer.Actors.Client.Asking;

/// <summary>One actor, as asked by code that is none. It is looked up at the first command, so that a client can be made before its node has started.</summary>
/// <param name="name">What it is, for messages.</param>
/// <param name="find">Gives its reference.</param>
/// <param name="patience">How long it may be silent to what it answers at once.</param>
internal sealed class Correspondent(string name, Func<CancellationToken, Task<IActorRef>> find, TimeSpan patience)
{
    private IActorRef? _actor;

    public TimeSpan Patience => patience;

    /// <summary>A correspondent that is known.</summary>
    public static Correspondent Of(string name, IActorRef actor, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return new Correspondent(name, _ => Task.FromResult(actor), patience);
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

        try
        {
            return _actor = await find(cancellation).WaitAsync(patience, cancellation);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"the {name} was not started within {Show(patience)}", late);
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

    /// <summary>Asks for what is answered at once, or after a time that is known.</summary>
    /// <param name="command">It is sent twice at most: what would do something twice carries a RequestId.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="takes">How long the answer may take by itself.</param>
    /// <exception cref="TimeoutException">No answer has come; the message names the command.</exception>
    public async Task<TReply> AskAsync<TReply>(object command, CancellationToken cancellation, TimeSpan takes = default)
    {
        using var pending = new PendingReply<TReply>(await FindAsync(cancellation), command);
        return await ReplyAsync(pending, cancellation, takes);
    }

    /// <summary>Asks for what is answered at once, and must be sent only once.</summary>
    /// <exception cref="TimeoutException">No answer has come; the message names the command.</exception>
    public async Task<TReply> AskOnceAsync<TReply>(object command, CancellationToken cancellation)
    {
        using var pending = new PendingReply<TReply>(await FindAsync(cancellation), command);
        return await pending.ComesWithinAsync(patience, cancellation)
            ? await pending.Answer
            : throw Silent(command, patience);
    }

    /// <summary>Waits for the answer to what was sent, and sends it once more.</summary>
    /// <exception cref="TimeoutException">No answer has come; the message names the command.</exception>
    public async Task<TReply> ReplyAsync<TReply>(
        PendingReply<TReply> pending,
        CancellationToken cancellation,
        TimeSpan takes = default
    )
    {
        if (await pending.ComesWithinAsync(takes + patience, cancellation))
        {
            return await pending.Answer;
        }

        pending.SendAgain();
        return await pending.ComesWithinAsync(takes + patience, cancellation)
            ? await pending.Answer
            : throw Silent(pending.Command, 2 * (takes + patience));
    }

    /// <summary>Asks for what takes as long as it takes: while the actor is seen to live, the answer will come.</summary>
    /// <param name="command">It is sent again from time to time: what would do something twice carries a RequestId.</param>
    /// <param name="question">What the actor answers at once.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">The actor answers nothing; the message names the command.</exception>
    public async Task<TReply> AskPatientlyAsync<TReply>(object command, object question, CancellationToken cancellation)
    {
        using var pending = new PendingReply<TReply>(await FindAsync(cancellation), command);
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
        while (!await pending.ComesWithinAsync(patience, cancellation))
        {
            using var sign = new PendingReply<object>(await FindAsync(cancellation), question);
            if (!await sign.ComesWithinAsync(patience, cancellation) && !pending.Answer.IsCompleted)
            {
                throw Silent(pending.Command, 2 * patience);
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
