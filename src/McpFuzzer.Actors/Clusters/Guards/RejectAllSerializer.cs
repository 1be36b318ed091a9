using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>
/// Replaces Akka's serializers that create any type by its name. A type that is bound to no other serializer does not
/// cross the wire, and bytes that name such a type are not read.
/// </summary>
internal sealed class RejectAllSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Called by Akka when the serializer that it replaces has settings.</summary>
    public RejectAllSerializer(ExtendedActorSystem system, Config settings)
        : this(system) => _ = settings;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"no serializer is bound for {obj.GetType()}: it does not cross the wire");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("bytes that name their type by reflection are not read");
}
