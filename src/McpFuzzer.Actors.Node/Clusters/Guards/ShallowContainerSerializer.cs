using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>Akka's serializer of what is sent to a selection, which reads none that lies too deep in others.</summary>
internal sealed class ShallowContainerSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private readonly MessageContainerSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override bool IncludeManifest => _inner.IncludeManifest;

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, Type type) => Nesting.Read(() => _inner.FromBinary(bytes, type));
}
