using Akka.Actor;
using Akka.Remote.Transport;
using Google.Protobuf;
using McpFuzzer.Actors.Clusters.Leaving;
using McpFuzzer.Actors.Tests.Clusters.Guards;

namespace McpFuzzer.Actors.Tests.Clusters.Leaving;

/// <summary>What a connection sends before it closes.</summary>
public sealed class OrderlyConnectionTests
{
    private readonly RecordedHandle _inner = new();

    [Fact]
    public void Should_say_goodbye_before_it_closes_when_the_system_ends()
    {
        Close(new OrderlyConnection(_inner, () => true));

        Assert.Equal([$"{Goodbye.Shutdown.ToBase64()}", "closed"], _inner.Calls);
    }

    [Theory]
    [InlineData(DisassociateInfo.Unknown)]
    [InlineData(DisassociateInfo.Shutdown)]
    [InlineData(DisassociateInfo.Quarantined)]
    public void Should_add_no_second_goodbye_when_Akka_has_sent_one(DisassociateInfo reason)
    {
        var goodbye = FromAkka("ConstructDisassociate", reason);
        var connection = new OrderlyConnection(_inner, () => true);

        connection.Write(goodbye);
        Close(connection);

        Assert.Equal([goodbye.ToBase64(), "closed"], _inner.Calls);
    }

    [Fact]
    public void Should_say_goodbye_in_the_words_of_Akka() =>
        Assert.Equal(FromAkka("ConstructDisassociate", DisassociateInfo.Shutdown), Goodbye.Shutdown);

    [Fact]
    public void Should_close_without_a_goodbye_when_the_system_goes_on()
    {
        Close(new OrderlyConnection(_inner, () => false));

        Assert.Equal(["closed"], _inner.Calls);
    }

    [Fact]
    public void Should_say_goodbye_after_other_messages_when_the_system_ends()
    {
        var heartbeat = FromAkka("ConstructHeartbeat");
        var connection = new OrderlyConnection(_inner, () => true);

        connection.Write(heartbeat);
        Close(connection);

        Assert.Equal([heartbeat.ToBase64(), Goodbye.Shutdown.ToBase64(), "closed"], _inner.Calls);
    }

    private static void Close(OrderlyConnection connection) =>
        connection.Disassociate("the test ends", Akka.Event.NoLogger.Instance);

    /// <summary>A message as Akka's codec writes it, which is internal.</summary>
    private static ByteString FromAkka(string method, params object[] arguments)
    {
        using var system = new GuardedSystem();
        var type = Type.GetType("Akka.Remote.Transport.AkkaPduProtobuffCodec, Akka.Remote", throwOnError: true)!;
        var codec = Activator.CreateInstance(type, [system.System])!;
        return (ByteString)type.GetMethod(method)!.Invoke(codec, arguments)!;
    }

    private sealed class RecordedHandle() : AssociationHandle(Address.AllSystems, Address.AllSystems)
    {
        public List<string> Calls { get; } = [];

        public override bool Write(ByteString payload)
        {
            Calls.Add(payload.ToBase64());
            return true;
        }

        [Obsolete("Akka's own.")]
        public override void Disassociate() => Calls.Add("closed");
    }
}
