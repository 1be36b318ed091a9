using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using McpFuzzer.Actors.Benchmarks.Native;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>CliWrap with buffered outputs.</summary>
internal sealed class CliWrapPeer : IPeer
{
    public Task<IChild> StartAsync(ChildOrder order) => Task.FromResult<IChild>(new Child(order));

    public Task<int> RunManyAsync(ChildOrder order, int atOnce, TimeSpan length) =>
        OneByOne.RunManyAsync(this, order, atOnce, length);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Child : IChild
    {
        private readonly CancellationTokenSource _kill = new();
        private readonly CancellationTokenSource _interrupt = new();
        private readonly CommandTask<BufferedCommandResult> _running;

        public Child(ChildOrder order)
        {
            _running = Cli.Wrap(order.Command[0])
                .WithArguments(order.Command.Skip(1))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(Console.OutputEncoding, Console.OutputEncoding, _kill.Token, _interrupt.Token);
            Exited = _running.Task.ContinueWith(
                static _ => Stopwatch.GetTimestamp(),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }

        public int Pid => _running.ProcessId;

        public Task<long> Exited { get; }

        public Task Ended => _running.Task.ContinueWith(static _ => { }, TaskScheduler.Default);

        public async Task StopAsync(bool force)
        {
            await (force ? _kill : _interrupt).CancelAsync();
            await Ended;
        }

        public async ValueTask DisposeAsync()
        {
            if (!_running.Task.IsCompleted)
            {
                // Its own way to kill scans every process of the machine.
                Signals.Kill(Pid);
                await Ended;
            }

            _running.Dispose();
            _kill.Dispose();
            _interrupt.Dispose();
        }
    }
}
