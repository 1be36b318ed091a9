using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>
/// Akka's serializer of its own messages, which reads none that would stop an actor. (untrusted-mode drops PoisonPill, but lets Kill pass: in Akka.NET it is not marked as harmful.)
/// </summary>
internal sealed class HarmlessMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly MiscMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => _inner.Manifest(o);

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        _inner.FromBinary(bytes, manifest) is var message && message is PoisonPill or Kill
            ? Dropped.Log(system, message.GetType().Name)
            : message;
}
