using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Cluster.Routing;
using Akka.Dispatch.SysMsg;
using Akka.Routing;
using Akka.Serialization;

namespace McpFuzzer.Actors.Node.Tests.Clusters.Guards;

/// <summary>A node's serializers, by what a peer may write: they make no type that bytes name, and no stack is deep enough to need them to stop.</summary>
public sealed class GuardTests(GuardedSystem node) : IClassFixture<GuardedSystem>
{
    private const int Deep = 20_000;
    private const int Containers = 6;
    private const int Misc = 16;

    private static readonly byte[] Nothing = [];

    private readonly ExtendedActorSystem _system = node.System;

    private Serialization Serialization => _system.Serialization;

    [Fact]
    public void Should_be_text_when_a_failure_is_written_and_read_back()
    {
        var (bytes, id, manifest) = Write(new Status.Failure(new TimeoutException("by itself")));

        var read = Assert.IsType<Status.Failure>(Serialization.Deserialize(bytes, id, manifest));

        Assert.Equal("STF", manifest);
        Assert.Contains("TimeoutException: by itself", read.Cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_make_no_object_of_it_when_a_failure_names_a_type()
    {
        var cause = Bytes.Of((1, typeof(TypeOfThePeer).AssemblyQualifiedName!), (2, "why"), (5, ""));

        var read = Assert.IsType<Status.Failure>(
            Serialization.Deserialize([.. Bytes.Head(1, cause.Length), .. cause], Misc, "STF")
        );

        Assert.Equal($"{typeof(TypeOfThePeer).FullName}: why", read.Cause.Message);
        Assert.IsType<InvalidOperationException>(read.Cause);
        Assert.False(TypeOfThePeer.Made);
    }

    [Fact]
    public void Should_be_refused_when_identifications_lie_in_each_other() =>
        // Identify.messageId, a Payload: serializerId, manifest, message.
        Refuses(
            Bytes.Nest(Deep, inner => Bytes.In(1, Bytes.Payload(Misc, "ID", inner), inner)),
            Misc,
            "ID",
            "more than 8 deep"
        );

    [Fact]
    public void Should_be_refused_when_what_is_sent_to_selections_lies_in_each_other() =>
        // SelectionEnvelope.payload, without a pattern.
        Refuses(
            Bytes.Nest(Deep, inner => Bytes.In(1, Bytes.Payload(Containers, "", inner), inner)),
            Containers,
            "",
            "more than 8 deep"
        );

    [Fact]
    public void Should_be_refused_when_router_pools_lie_in_each_other()
    {
        var pool = new ClusterRouterPool(new RoundRobinPool(1), new ClusterRouterPoolSettings(1, 1, true));
        var (_, id, manifest) = Write(pool);

        // ClusterRouterPool.pool, a Pool: serializerId, manifest, data.
        Refuses(
            Bytes.Nest(Deep, inner => Bytes.In(1, Bytes.Pool(id, manifest, inner), inner)),
            id,
            manifest,
            "no message that members tell each other"
        );
    }

    [Fact]
    public void Should_be_refused_when_a_configuration_is_nested_as_deep_as_it_is_long() =>
        Refuses(
            Encoding.UTF8.GetBytes("a=" + new string('[', 200_000)),
            Misc,
            "CF",
            "no message that members tell each other"
        );

    [Theory]
    [InlineData(1, "Cannot find serializer with id")] // json
    [InlineData(2, "Cannot find serializer with id")] // proto
    [InlineData(3, "Cannot find serializer with id")] // daemon-create
    [InlineData(36, "Cannot find serializer with id")] // reliable-delivery
    [InlineData(7242, "not read")]
    public void Should_be_refused_when_an_actor_would_be_made_from_afar_or_a_type_by_its_name(int id, string why) =>
        Refuses(Nothing, id, "System.Object", why);

    [Fact]
    public void Should_drop_the_death_of_an_actor_of_its_own_and_read_that_of_another_nodes()
    {
        var own = _system.SystemGuardian;
        var other = _system.Provider.ResolveActorRef("akka.tcp://mcp-fuzzer@127.0.0.1:1/user/other");

        var ofOwn = ReadBack(new DeathWatchNotification(own, existenceConfirmed: true, addressTerminated: false));
        var ofOther = ReadBack(new DeathWatchNotification(other, existenceConfirmed: true, addressTerminated: false));

        Assert.IsNotType<DeathWatchNotification>(ofOwn);
        Assert.IsAssignableFrom<IPossiblyHarmful>(ofOwn);
        Assert.Equal(other, Assert.IsType<DeathWatchNotification>(ofOther).Actor);
    }

    [Fact]
    public async Task Should_tell_a_watcher_of_a_death_when_it_is_on_another_node()
    {
        using var another = new GuardedSystem();
        var mortal = _system.ActorOf(Props.Create(() => new Mortal()), "mortal");
        var watcher = Inbox.Create(another.System);
        var seen = another.System.Provider.ResolveActorRef(
            mortal.Path.ToStringWithAddress(_system.Provider.DefaultAddress)
        );

        watcher.Watch(seen);
        _system.Stop(mortal);

        var death = Assert.IsType<Terminated>(await watcher.ReceiveAsync(FuzzingMember.Patience));
        Assert.Equal((seen, false), (death.ActorRef, death.AddressTerminated));
    }

    private void Refuses(byte[] bytes, int id, string manifest, string why)
    {
        var refused = Record.Exception(() => Serialization.Deserialize(bytes, id, manifest));
        for (var cause = refused; cause is not null; cause = cause.InnerException)
        {
            if (cause.Message.Contains(why, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"{refused}");
    }

    private object ReadBack(object message)
    {
        var (bytes, id, manifest) = Write(message);
        return Serialization.Deserialize(bytes, id, manifest);
    }

    private (byte[] Bytes, int Id, string Manifest) Write(object message)
    {
        var serializer = Serialization.FindSerializerFor(message);
        return Akka.Serialization.Serialization.WithTransport(
            _system,
            () =>
                (
                    serializer.ToBinary(message),
                    serializer.Identifier,
                    Akka.Serialization.Serialization.ManifestFor(serializer, message)
                )
        );
    }

    private sealed class Mortal : ReceiveActor;

    /// <summary>Has the constructor that Akka would call of any type that a failure names.</summary>
    [Serializable]
    private sealed class TypeOfThePeer
    {
        public TypeOfThePeer(SerializationInfo info, StreamingContext context) => (_, _, Made) = (info, context, true);

        public static bool Made { get; private set; }
    }
}
