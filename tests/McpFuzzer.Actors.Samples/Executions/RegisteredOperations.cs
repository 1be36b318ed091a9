using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Samples.Executions;

/// <summary>
/// An operation that any node may send, since it is a message: its handler is registered on the node that runs it.
/// </summary>
public static class RegisteredOperations
{
    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options =>
            options.Operations.Add<Greet>((greet, _) => ValueTask.FromResult<object?>($"hello {greet.Name}"))
        );

        output.WriteLine(await node.Executor.ExecuteAsync<string>(new Greet("one")));

        var batch = await node.Executor.ExecuteBatchAsync<string>([new Greet("two"), new Greet("three")]);
        output.WriteLine(string.Join(", ", batch.Results.Select(result => result.Value)));
    }

    private sealed record Greet(string Name) : IOperation;
}
