using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Soak.Abuse;

/// <summary>
/// A node process of the soak: <c>node LEVEL STATE SEED ABUSERS [pausing]</c>. It prints its figures, a line at a time,
/// until its stdin ends.
/// </summary>
internal static class AbusedNode
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(4);

    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var settings = new NodeSettings(Enum.Parse<NodeLevel>(arguments[0]), arguments[1]);
        var seed = int.Parse(arguments[2]);
        var abusers = int.Parse(arguments[3]);
        var pausing = arguments.Count > 4;
        var ledger = new Ledger();
        await using (var node = await HostedNode.StartAsync(settings))
        {
            await ledger.SubscribeAsync(node.System, node.Manager);
            var all = Enumerable.Range(0, abusers).Select(index => new Abuser(node, ledger, seed, index)).ToArray();
            await Console.Out.WriteLineAsync("READY");
            using var ending = new CancellationTokenSource();
            _ = Task.Run(async () =>
            {
                await Console.In.ReadToEndAsync();
                await ending.CancelAsync();
            });
            while (!ending.IsCancellationRequested)
            {
                await AbuseAsync(all, ledger, ending.Token);
                var sample = pausing ? await PauseAsync(ledger) : null;
                await Console.Out.WriteLineAsync(ledger.ToFigures(sample).ToLine());
            }

            await PauseAsync(ledger);
        }

        await Console.Out.WriteLineAsync(ledger.ToFigures(sample: null).ToLine());
        return 0;
    }

    private static async Task AbuseAsync(Abuser[] all, Ledger ledger, CancellationToken ending)
    {
        using var period = CancellationTokenSource.CreateLinkedTokenSource(ending);
        period.CancelAfter(Period);
        await Task.WhenAll(
            all.Select(abuser =>
                Task.Run(async () =>
                {
                    while (!period.IsCancellationRequested)
                    {
                        try
                        {
                            await abuser.LiveAsync();
                        }
                        catch (Exception fault)
                        {
                            ledger.Violate($"{fault.GetType().Name}: {fault.Message}");
                        }
                    }
                })
            )
        );
    }

    /// <summary>Waits for the last events, which may reach the ledger after every caller has its reply.</summary>
    private static async Task<Sample> PauseAsync(Ledger ledger)
    {
        var settled = await Task.Run(() => SpinWait.SpinUntil(() => ledger.Open == 0, TimeSpan.FromSeconds(30)));
        if (!settled)
        {
            ledger.Violate($"{ledger.Open} incarnations have not ended, though every stop was answered");
        }

        return Sample.Take();
    }
}
