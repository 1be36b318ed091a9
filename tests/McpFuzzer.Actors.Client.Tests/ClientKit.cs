using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace McpFuzzer.Actors.Client.Tests;

/// <summary>A probe takes the place of the actor, and replies as a test wants.</summary>
public abstract class ClientKit : TestKit
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestProbe? _actor;

    protected ClientKit() => Steered = new ClientOptions { AskTimeout = TimeSpan.FromSeconds(1), Time = Time };

    protected TestProbe Actor => _actor ??= CreateTestProbe();

    /// <summary>The clock of <see cref="Steered" />, on which a timer fires only when a test says so.</summary>
    private protected SteeredTime Time { get; } = new();

    protected ClientOptions Steered { get; }

    /// <summary>Lets a call go out, checks the message, and replies.</summary>
    protected async Task<TResult> AnswerAsync<TMessage, TResult>(Task<TResult> call, object reply, TMessage expected)
        where TMessage : class
    {
        Assert.Equal(expected, await ReceiveAsync<TMessage>());
        Actor.Reply(reply);
        return await call.WaitAsync(Patience);
    }

    /// <summary>Lets a call go out, and replies.</summary>
    protected async Task<TResult> AnswerAsync<TMessage, TResult>(Task<TResult> call, object reply)
    {
        await ReceiveAsync<TMessage>();
        Actor.Reply(reply);
        return await call.WaitAsync(Patience);
    }

    protected async Task<TMessage> ReceiveAsync<TMessage>() => await Actor.ExpectMsgAsync<TMessage>(Patience);

    /// <summary>A reference to an actor of another node.</summary>
    protected IActorRef Elsewhere() => new ElsewhereRef(Actor.Ref);

    [SuppressMessage("Design", "MA0097", Justification = "Tests do not compare references.")]
    private sealed class ElsewhereRef(IActorRef actor) : MinimalActorRef, IActorRefScope
    {
        public override IActorRefProvider Provider => ((IInternalActorRef)actor).Provider;

        public override ActorPath Path => new RootActorPath(new Address("akka", "other", "host", 1)) / "user" / "there";

        bool IActorRefScope.IsLocal => false;

        protected override void TellInternal(object message, IActorRef sender) => actor.Tell(message, sender);
    }
}
