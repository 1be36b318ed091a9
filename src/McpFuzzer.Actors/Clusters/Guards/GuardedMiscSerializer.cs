using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>
/// Akka's serializer of its miscellaneous messages, which reads only those that members send to each other. None of
/// these stops an actor. (In Akka.NET untrusted-mode drops PoisonPill but not Kill, which is not marked as harmful.)
/// The others belong to remote deployment, which is not used. A configuration that is nested deep enough would end the
/// process while it is read.
/// </summary>
internal sealed class GuardedMiscSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Identify and its reply, a reference, the remote watcher's heartbeats, Status.Success.</summary>
    private static readonly FrozenSet<string> Known = FrozenSet.Create("ID", "AID", "AR", "RWHB", "RWHR", "STS");

    private const string Failure = "STF";

    /// <summary>PoisonPill and Kill.</summary>
    private static readonly FrozenSet<string> Ending = FrozenSet.Create("PP", "K");

    private readonly MiscMessageSerializer _inner = new(system);

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => _inner.Manifest(o);

    public override byte[] ToBinary(object obj) =>
        _inner.ToBinary(obj is Status.Failure failure ? FailureAsText.Of(failure) : obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        Known.Contains(manifest) ? NestingLimit.Read(() => _inner.FromBinary(bytes, manifest))
        : manifest == Failure ? FailureAsText.Read(bytes)
        : Ending.Contains(manifest) ? DroppedMessage.Log(system, manifest == "K" ? nameof(Kill) : nameof(PoisonPill))
        : throw new SerializationException($"manifest '{manifest}': members do not send this message");
}
