using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>
/// Akka's serializer of system messages, which reads those of death watch alone, and of deaths only those of actors elsewhere: this node knows of its own. (One that is said of an actor of this
/// node takes it from its parent, and of <c>/user</c> it ends the system.) The others (suspend, recreate, terminate, fail) are between a parent and its child, and no parent of ours
/// has a child on another node; untrusted-mode drops only one of them.
/// </summary>
internal sealed class HarmlessSystemMessageSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private readonly SystemMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override bool IncludeManifest => _inner.IncludeManifest;

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, Type type) =>
        type == typeof(Akka.Dispatch.SysMsg.Watch) || type == typeof(Unwatch) ? _inner.FromBinary(bytes, type)
        : type == typeof(DeathWatchNotification) && _inner.FromBinary(bytes, type) is DeathWatchNotification death
            ? death.Actor is IActorRefScope { IsLocal: true } ? Dropped.Log(system, "death of an actor of this node")
                : death
        : Dropped.Log(system, type.Name);
}
