using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Readme;

[Collection(EndToEndGroup.Name)]
public sealed class EmbeddingTests
{
    [Fact]
    public async Task Should_start_and_stop_a_process_when_the_sample_of_the_messages_runs() =>
        Assert.Matches("runs as pid [0-9]+\n", await SayAsync(EmbeddingSample.RunAsync));

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
