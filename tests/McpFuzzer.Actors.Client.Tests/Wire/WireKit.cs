using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Client.Wire.Executions;

namespace McpFuzzer.Actors.Client.Tests.Wire;

/// <summary>A serializer in a system with the reference configuration and the codec of an operation.</summary>
public sealed class WireKit : IDisposable
{
    internal ActorSystem System { get; } = Start(Sum.Codecs());

    internal WireSerializer Serializer =>
        (WireSerializer)System.Serialization.FindSerializerForType(typeof(Contracts.CommandRejected));

    /// <summary>Both sides of a wire in one.</summary>
    internal object Cross(object message) =>
        Serializer.FromBinary(Serializer.ToBinary(message), Serializer.Manifest(message));

    public void Dispose() => System.Terminate().Wait();

    internal static ActorSystem Start(OperationCodecs codecs, string more = "") =>
        ActorSystem.Create(
            "wire",
            ActorSystemSetup.Create(
                BootstrapSetup
                    .Create()
                    .WithConfig(
                        ConfigurationFactory
                            .ParseString($"akka.stdout-loglevel = OFF\nakka.loglevel = OFF\n{more}")
                            .WithFallback(WireConfiguration.Reference)
                    ),
                new WireSetup(codecs)
            )
        );
}
