namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>Parallel callers, each of which calls again when it has the reply.</summary>
internal static class Callers
{
    /// <summary>Runs them until the time is over, each at least once. Returns the number of replies.</summary>
    public static async Task<long> RunAsync(int count, Func<bool> wanted, Func<Task> callAsync)
    {
        var done = await Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var calls = 0L;
                        do
                        {
                            await callAsync();
                            calls++;
                        } while (wanted());

                        return calls;
                    })
                )
        );
        return done.Sum();
    }
}
