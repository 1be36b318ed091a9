using System.Collections;
using System.Collections.Concurrent;
using System.Text;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Hazards.Tests.Faults;

/// <summary>A secret that the target has, prints, and fails with.</summary>
public sealed class SecretHazards : HazardTest
{
    private const string Secret = "s3cr3t-value";

    [Theory]
    [At]
    [Trait("Hazard", "46")]
    public async Task Should_show_a_secret_in_no_log_event_or_status(NodeLevel level)
    {
        using var logs = new AllLogs();
        var node = await NodeAsync(
            level,
            logging: logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)
        );
        var log = await node.WatchAsync();
        var spec = node.Marked(
            new ProcessSpec
            {
                Command =
                [
                    "sh",
                    "-c",
                    "echo \"out $TOKEN $0 $2\"; echo \"err $TOKEN\" >&2; exit 3",
                    "x",
                    "--key",
                    Secret,
                ],
                Environment = new Dictionary<string, string?> { ["TOKEN"] = Secret },
                Name = "with a secret",
            }
        );

        var replies = new List<object>
        {
            await node.StartAsync(spec),
            await node.ExitAsync(),
            await node.StopAsync(),
            await node.AskAsync<ProcessSnapshot>(new GetProcess(HazardNode.Key)),
            await node.AskAsync<ProcessList>(new ListProcesses()),
            await node.AskAsync<CommandRejected>(
                new StartProcess(spec with { Command = [$"/no/such/{Secret}", $"--token={Secret}"] }, new("missing"))
            ),
        };
        await log.WaitForAsync<ProcessStopped>(1);

        Assert.Contains("***", string.Concat(replies.SelectMany(Texts)), StringComparison.Ordinal);
        Assert.Contains("out", string.Concat(log.All.SelectMany(Texts)), StringComparison.Ordinal);
        Assert.All(
            replies.Concat(log.All).SelectMany(Texts).Concat(logs.Lines),
            text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal)
        );
        AssertNoneLeft(promised: true);
    }

    // Everything that a reader of a message can see, at any depth.
    private static IEnumerable<string> Texts(object? value) =>
        value switch
        {
            null => [],
            string text => [text],
            ReadOnlyMemory<byte> bytes => [Encoding.UTF8.GetString(bytes.Span)],
            IEnumerable many => many.Cast<object?>().SelectMany(Texts),
            _ when value.GetType().Namespace?.StartsWith("McpFuzzer", StringComparison.Ordinal) == true =>
            [
                value.ToString()!,
                .. value
                    .GetType()
                    .GetProperties()
                    .Where(property => property.GetIndexParameters().Length == 0 && !property.GetGetMethod()!.IsStatic)
                    .SelectMany(property => Texts(property.GetValue(value))),
            ],
            _ => [value.ToString()!],
        };

    private sealed class AllLogs : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            _lines.Enqueue($"{formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> properties)
            {
                _lines.Enqueue(string.Join(' ', properties));
            }
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose() { }
    }
}
