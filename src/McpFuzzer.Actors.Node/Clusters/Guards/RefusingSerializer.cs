using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>
/// Stands where Akka binds serializers that make any type by its name: a type that is bound to nothing else does not cross the wire, and bytes that ask for one are not read.
/// </summary>
internal sealed class RefusingSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Where the serializer in whose place it stands has settings.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : this(system) => _ = settings;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"no serializer is bound for {obj.GetType()}: it does not cross the wire");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("bytes that name their type by reflection are not read");
}
