using System.IO.Pipelines;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Soak.Abuse;

/// <summary>One caller that starts, abuses and stops the same key again and again.</summary>
internal sealed class Abuser(HostedNode node, Ledger ledger, int seed, int index)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly int[] Signals = [1, 2, 3, 6, 10, 12, 15, 18, 19, 20];

    private readonly Random _random = new(HashCode(seed, index));
    private readonly ProcessKey _key = new($"key-{index}");

    /// <summary>Runs the key once, from its start until its process set is empty.</summary>
    internal async Task LiveAsync()
    {
        var spec = Scripts.Next(_random);
        var overtake = _random.Next(8) == 0;
        var start = AskAsync<IStartReply>(new StartProcess(spec, _key));
        var early = overtake ? StopAsync() : null;
        if (await start is not ProcessStarted started)
        {
            ledger.NotStarted();
            Expect(overtake && await start is CommandRejected { Reason: RejectReason.NotRunning }, await start);
            Expect(await early! is CommandRejected { Reason: RejectReason.NotRunning }, await early!);
            return;
        }

        if (early is not null)
        {
            Expect(await early is ProcessStopped, await early);
            return;
        }

        var streams = await AttachAsync(spec, started.Incarnation);
        using var ending = new CancellationTokenSource();
        var use = UseAsync(streams, ending.Token);
        for (var abuses = _random.Next(4); abuses > 0; abuses--)
        {
            await AbuseAsync();
        }

        await EndAsync(started);
        await ending.CancelAsync();
        await use;
    }

    private async Task AbuseAsync()
    {
        switch (_random.Next(4))
        {
            case 0:
                var signal = new SignalProcess(
                    _key,
                    Signals[_random.Next(Signals.Length)],
                    (SignalScope)_random.Next(2)
                );
                var sent = await AskAsync<ISignalReply>(signal);
                Expect(sent is SignalSent or CommandRejected { Reason: RejectReason.NotRunning }, sent);
                break;
            case 1:
                var wait = TimeSpan.FromMilliseconds(_random.Next(30));
                var waited = await AskAsync<IWaitReply>(new WaitForExit(_key, wait));
                Expect(waited is ProcessExited or WaitTimedOut, waited);
                break;
            case 2:
                var shown = await AskAsync<IGetProcessReply>(new GetProcess(_key));
                Expect(shown is ProcessSnapshot, shown);
                break;
            default:
                var second = await AskAsync<IStartReply>(new StartProcess(Scripts.Next(_random), _key));
                if (second is not CommandRejected { Reason: RejectReason.AlreadyExists })
                {
                    // The first process has ended by then: this one may start.
                    Expect(second is ProcessStarted, second);
                }

                break;
        }
    }

    /// <summary>Sends one stop or several; each receives the same reply.</summary>
    private async Task EndAsync(ProcessStarted started)
    {
        var stops = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => StopAsync()).ToList();
        var answers = await Task.WhenAll(stops);
        Expect(answers[0] is ProcessStopped stopped && stopped.Incarnation >= started.Incarnation, answers[0]);
        Expect(answers.Distinct().Count() == 1, string.Join(" / ", answers.AsEnumerable()));
    }

    private Task<IStopReply> StopAsync() =>
        AskAsync<IStopReply>(
            new StopProcess(
                _key,
                Force: _random.Next(2) == 0,
                Grace: _random.Next(2) == 0 ? TimeSpan.FromMilliseconds(_random.Next(200)) : null
            )
        );

    private async Task<StdioAttached?> AttachAsync(ProcessSpec spec, int incarnation)
    {
        if ((spec.Stdin != StdioMode.Piped && spec.Stdout != StdioMode.Piped) || _random.Next(3) == 0)
        {
            // Piped, without a consumer.
            return null;
        }

        var reply = await AskAsync<IAttachReply>(new AttachStdio(_key, incarnation));
        Expect(reply is StdioAttached or CommandRejected, reply);
        return reply as StdioAttached;
    }

    /// <summary>Reads a little and stops, writes more than the target takes, and closes at the end.</summary>
    private async Task UseAsync(StdioAttached? streams, CancellationToken ending)
    {
        if (streams is null)
        {
            return;
        }

        var bytes = _random.Next(2_000_000);
        await Task.WhenAll(
            WriteAsync(streams.Stdin, bytes, ending),
            ReadAsync(streams.Stdout, _random.Next(20), ending)
        );
    }

    private static async Task WriteAsync(PipeWriter? stdin, int bytes, CancellationToken ending)
    {
        if (stdin is null)
        {
            return;
        }

        try
        {
            await stdin.WriteAsync(new byte[bytes], ending);
        }
        catch (Exception end) when (end is StdinWriteException or OperationCanceledException)
        {
            // The target has ended, or takes no more.
        }

        await stdin.CompleteAsync();
    }

    private static async Task ReadAsync(PipeReader? stdout, int reads, CancellationToken ending)
    {
        if (stdout is null)
        {
            return;
        }

        try
        {
            for (var read = 0; read < reads; read++)
            {
                var result = await stdout.ReadAsync(ending);
                stdout.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }

            await Task.Delay(Timeout.Infinite, ending);
        }
        catch (OperationCanceledException)
        {
            // Its process has ended.
        }

        await stdout.CompleteAsync();
    }

    private Task<TReply> AskAsync<TReply>(object message) => node.AskAsync<TReply>(message, Patience);

    private void Expect(bool fair, object seen)
    {
        if (!fair)
        {
            ledger.Violate($"{_key}: not the answer to expect: {seen}");
        }
    }

    // Not System.HashCode, which differs from run to run.
    private static int HashCode(int seed, int index) => unchecked((seed * 397) ^ (index * 7919));
}
