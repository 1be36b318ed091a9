using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using McpFuzzer.Actors.Client.Wire;

namespace McpFuzzer.Actors.Tests.Wire;

/// <summary>
/// For tests in which every message of the contracts crosses the wire between two actors of one system. Messages
/// without another serializer belong to one node, and are passed by reference. (Akka types carry a marker; messages of
/// the operating system layer cannot, since it does not know Akka.)
/// </summary>
public sealed class ByReferenceSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private readonly ConcurrentDictionary<int, object> _held = [];
    private int _last;

    /// <summary>Binds it, and the serializer of the contracts.</summary>
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
