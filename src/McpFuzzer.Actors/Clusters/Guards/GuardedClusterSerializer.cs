using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>
/// Akka's serializer of the cluster's own messages, without router pools. A peer could nest those as deep as it likes,
/// and no member deploys one.
/// </summary>
internal sealed class GuardedClusterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly ClusterMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => _inner.Manifest(o);

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest.Contains("ClusterRouterPool", StringComparison.Ordinal)
            ? throw new SerializationException($"manifest '{manifest}': members do not send this message")
            : _inner.FromBinary(bytes, manifest);
}
