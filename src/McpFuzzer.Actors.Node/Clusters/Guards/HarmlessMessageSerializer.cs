using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>
/// Akka's serializer of its own messages, which reads those alone that members tell each other. None of them would stop an actor. (untrusted-mode drops PoisonPill, but lets Kill pass: in
/// Akka.NET it is not marked as harmful.) The others belong to deployment, which nobody does from afar; to read a configuration that is nested deep enough would end the process.
/// </summary>
internal sealed class HarmlessMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Identify and its answer, a reference, the remote watcher's heartbeats, Status.Success.</summary>
    private static readonly FrozenSet<string> Known = FrozenSet.Create("ID", "AID", "AR", "RWHB", "RWHR", "STS");

    private const string Failure = "STF";

    /// <summary>PoisonPill and Kill.</summary>
    private static readonly FrozenSet<string> Ending = FrozenSet.Create("PP", "K");

    private readonly MiscMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => _inner.Manifest(o);

    public override byte[] ToBinary(object obj) =>
        _inner.ToBinary(obj is Status.Failure failure ? PlainFailure.Of(failure) : obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        Known.Contains(manifest) ? Nesting.Read(() => _inner.FromBinary(bytes, manifest))
        : manifest == Failure ? PlainFailure.Read(bytes)
        : Ending.Contains(manifest) ? Dropped.Log(system, manifest == "K" ? nameof(Kill) : nameof(PoisonPill))
        : throw new SerializationException($"manifest '{manifest}' is of no message that members tell each other");
}
