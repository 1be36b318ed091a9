using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>The cluster's own messages, without its router pools: those lie in each other as deep as a peer likes, and nobody here deploys one.</summary>
internal sealed class HarmlessClusterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly ClusterMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => _inner.Manifest(o);

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest.Contains("ClusterRouterPool", StringComparison.Ordinal)
            ? throw new SerializationException($"manifest '{manifest}' is of no message that members tell each other")
            : _inner.FromBinary(bytes, manifest);
}
