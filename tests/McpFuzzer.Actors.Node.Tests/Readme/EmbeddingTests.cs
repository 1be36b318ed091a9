using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Readme;

[Collection(EndToEndGroup.Name)]
public sealed class EmbeddingTests
{
    [Fact]
    public async Task Should_start_and_stop_a_process_when_the_sample_of_the_messages_runs() =>
        Assert.Matches("runs as pid [0-9]+\n", await SayAsync(EmbeddingSample.RunAsync));

    [Fact]
    public async Task Should_run_and_stop_a_process_when_the_sample_of_the_clients_runs()
    {
        var said = await SayAsync(ClientSample.RunAsync);

        Assert.Contains("answered\n", said, StringComparison.Ordinal);
        Assert.Contains("stopped: True\n", said, StringComparison.Ordinal);
    }

    private static async Task<string> SayAsync(Func<string[], Task> sample)
    {
        var said = new StringWriter();
        var before = Console.Out;
        Console.SetOut(said);
        try
        {
            await sample([]);
        }
        finally
        {
            Console.SetOut(before);
        }

        return said.ToString();
    }
}
