using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>
/// Akka's serializer of system messages, which reads those of death watch alone. The others (suspend, recreate, terminate, fail) are between a parent and its child, and no parent of ours
/// has a child on another node; untrusted-mode drops only one of them.
/// </summary>
internal sealed class HarmlessSystemMessageSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private readonly SystemMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override bool IncludeManifest => _inner.IncludeManifest;

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, Type type) =>
        type == typeof(Akka.Dispatch.SysMsg.Watch) || type == typeof(Unwatch) || type == typeof(DeathWatchNotification)
            ? _inner.FromBinary(bytes, type)
            : Dropped.Log(system, type.Name);
}
