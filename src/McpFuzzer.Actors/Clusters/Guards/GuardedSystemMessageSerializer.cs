using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>
/// Akka's serializer of system messages, which reads those of death watch alone. It reads a death only when the actor
/// is on another node, because this node knows its own actors. A false death of an actor of this node would remove it
/// from its parent, and one of <c>/user</c> would end the system. The other system messages (suspend, recreate,
/// terminate, fail) go from a parent to its child or back, and no parent here has a child on another node. Akka's
/// untrusted-mode drops only one of them.
/// </summary>
internal sealed class GuardedSystemMessageSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private readonly SystemMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override bool IncludeManifest => _inner.IncludeManifest;

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, Type type) =>
        type == typeof(Akka.Dispatch.SysMsg.Watch) || type == typeof(Unwatch) ? _inner.FromBinary(bytes, type)
        : type == typeof(DeathWatchNotification) && _inner.FromBinary(bytes, type) is DeathWatchNotification death
            ? death.Actor is IActorRefScope { IsLocal: true }
                    ? DroppedMessage.Log(system, "the death of an actor of this node")
                : death
        : DroppedMessage.Log(system, type.Name);
}
