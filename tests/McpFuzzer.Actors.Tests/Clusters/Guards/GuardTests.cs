using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Cluster.Routing;
using Akka.Dispatch.SysMsg;
using Akka.Routing;
using Akka.Serialization;

namespace McpFuzzer.Actors.Tests.Clusters.Guards;

/// <summary>
/// What a peer may write, as a node's serializers read it. They create no type that the bytes name, and no nesting of
/// messages overflows their stack.
/// </summary>
public sealed class GuardTests(GuardedSystem node) : IClassFixture<GuardedSystem>
{
    private const int Deep = 20_000;
    private const int Containers = 6;
    private const int Misc = 16;

    private static readonly byte[] Nothing = [];

    private readonly ExtendedActorSystem _system = node.System;

    private Serialization Serialization => _system.Serialization;

    [Fact]
    public void Should_read_a_failure_as_text()
    {
        var (bytes, id, manifest) = Write(new Status.Failure(new TimeoutException("by itself")));

        var read = Assert.IsType<Status.Failure>(Serialization.Deserialize(bytes, id, manifest));

        Assert.Equal("STF", manifest);
        Assert.Contains("TimeoutException: by itself", read.Cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_create_the_type_when_a_failure_names_one()
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
    public void Should_reject_identifications_when_they_are_nested_too_deep() =>
        // Identify.messageId, a Payload: serializerId, manifest, message.
        Rejects(
            Bytes.Nest(Deep, inner => Bytes.In(1, Bytes.Payload(Misc, "ID", inner), inner)),
            Misc,
            "ID",
            "nested more than 8 deep"
        );

    [Fact]
    public void Should_reject_messages_to_selections_when_they_are_nested_too_deep() =>
        // SelectionEnvelope.payload, without a pattern.
        Rejects(
            Bytes.Nest(Deep, inner => Bytes.In(1, Bytes.Payload(Containers, "", inner), inner)),
            Containers,
            "",
            "nested more than 8 deep"
        );

    [Fact]
    public void Should_reject_router_pools_when_a_peer_sends_them()
    {
        var pool = new ClusterRouterPool(new RoundRobinPool(1), new ClusterRouterPoolSettings(1, 1, true));
        var (_, id, manifest) = Write(pool);

        // ClusterRouterPool.pool, a Pool: serializerId, manifest, data.
        Rejects(
            Bytes.Nest(Deep, inner => Bytes.In(1, Bytes.Pool(id, manifest, inner), inner)),
            id,
            manifest,
            "members do not send this message"
        );
    }

    [Fact]
    public void Should_reject_a_configuration_when_a_peer_sends_one() =>
        Rejects(
            Encoding.UTF8.GetBytes("a=" + new string('[', 200_000)),
            Misc,
            "CF",
            "members do not send this message"
        );

    [Theory]
    [InlineData(1, "Cannot find serializer with id")] // json
    [InlineData(2, "Cannot find serializer with id")] // proto
    [InlineData(3, "Cannot find serializer with id")] // daemon-create
    [InlineData(36, "Cannot find serializer with id")] // reliable-delivery
    [InlineData(7242, "not read")]
    public void Should_reject_bytes_when_their_serializer_creates_actors_or_types_by_name(int id, string why) =>
        Rejects(Nothing, id, "System.Object", why);

    [Fact]
    public void Should_drop_a_death_when_the_actor_is_its_own_and_read_one_of_another_node()
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
    public async Task Should_notify_a_watcher_when_an_actor_of_another_node_stops()
    {
        using var another = new GuardedSystem();
        var mortal = _system.ActorOf(Props.Create(() => new Mortal()), "mortal");
        var watcher = Inbox.Create(another.System);
        var seen = another.System.Provider.ResolveActorRef(
            mortal.Path.ToStringWithAddress(_system.Provider.DefaultAddress)
        );

        watcher.Watch(seen);
        _system.Stop(mortal);

        var death = Assert.IsType<Terminated>(await watcher.ReceiveAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal((seen, false), (death.ActorRef, death.AddressTerminated));
    }

    [Fact]
    public void Should_find_no_serializer_when_a_type_is_bound_to_none()
    {
        var rejected = Assert.Throws<SerializationException>(() =>
            Serialization.FindSerializerForType(typeof(TypeOfThePeer))
        );

        Assert.Contains("allow-unregistered-types", rejected.Message, StringComparison.Ordinal);
    }

    private void Rejects(byte[] bytes, int id, string manifest, string why)
    {
        var rejected = Record.Exception(() => Serialization.Deserialize(bytes, id, manifest));
        for (var cause = rejected; cause is not null; cause = cause.InnerException)
        {
            if (cause.Message.Contains(why, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"{rejected}");
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

    /// <summary>Akka's own serializer would call this constructor, for any type that a failure names.</summary>
    [Serializable]
    private sealed class TypeOfThePeer
    {
        public TypeOfThePeer(SerializationInfo info, StreamingContext context) => (_, _, Made) = (info, context, true);

        public static bool Made { get; private set; }
    }
}
