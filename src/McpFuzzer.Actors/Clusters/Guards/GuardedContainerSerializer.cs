using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>Akka's serializer of messages to selections, with a limit of their nesting.</summary>
internal sealed class GuardedContainerSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private readonly MessageContainerSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override bool IncludeManifest => _inner.IncludeManifest;

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, Type type) =>
        NestingLimit.Read(() => _inner.FromBinary(bytes, type));
}
