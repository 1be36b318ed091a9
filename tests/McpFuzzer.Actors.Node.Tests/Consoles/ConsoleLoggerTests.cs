using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Tests.Consoles;

public sealed class ConsoleLoggerTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly IActorRef _logger;

    public ConsoleLoggerTests()
    {
        var log = new ConsoleLog(line => _lines.Writer.TryWrite(line));
        log.Open();
        _logger = Sys.ActorOf(Props.Create(() => new ConsoleLogger(log)));
    }

    [Fact]
    public async Task Should_write_level_and_message_when_an_event_comes()
    {
        _logger.Tell(new Info("source", typeof(string), "message"));

        Assert.Equal("mcpfuzzer: information: message", await NextAsync());
    }

    [Fact]
    public async Task Should_go_on_when_a_template_asks_for_more_than_it_is_given()
    {
        _logger.Tell(new Warning("source", typeof(string), new Unformattable()));
        _logger.Tell(new Warning("source", typeof(string), "next"));

        await NextAsync();
        Assert.Equal("mcpfuzzer: warning: next", await NextAsync());
    }

    private Task<string> NextAsync() => _lines.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private sealed class Unformattable
    {
        public override string ToString() => throw new FormatException();
    }
}
