using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using McpFuzzer.Actors.Client.Wire;

namespace McpFuzzer.Actors.Tests.Wire;

/// <summary>
/// For tests in which every message of the contracts crosses the wire between two actors of one system: what is bound to nothing else is of one node, and handed over as it is. (What has a
/// type of Akka's is marked; that the operating system's layer tells an actor cannot be, since it does not know Akka.)
/// </summary>
public sealed class ByReferenceSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private readonly ConcurrentDictionary<int, object> _held = [];
    private int _last;

    /// <summary>Puts it to use, and the contracts' own beside it.</summary>
    public static Config Configuration { get; } =
        ConfigurationFactory
            .ParseString(
                $$"""
                akka.actor {
                  serialize-messages = on
                  serializers.by-reference = "{{typeof(ByReferenceSerializer).FullName}}, McpFuzzer.Actors.Tests"
                  serialization-bindings."System.Object" = by-reference
                }
                """
            )
            .WithFallback(WireConfiguration.Reference);

    public override int Identifier => 7299;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        var id = Interlocked.Increment(ref _last);
        _held[id] = obj;
        return BitConverter.GetBytes(id);
    }

    public override object FromBinary(byte[] bytes, Type type)
    {
        _held.TryRemove(BitConverter.ToInt32(bytes), out var held);
        return held!;
    }
}
