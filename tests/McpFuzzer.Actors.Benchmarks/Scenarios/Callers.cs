namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>Callers side by side, each of which asks again when it has its answer.</summary>
internal static class Callers
{
    /// <summary>Runs them until the time is over, each once at least; returns how many answers there were.</summary>
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
