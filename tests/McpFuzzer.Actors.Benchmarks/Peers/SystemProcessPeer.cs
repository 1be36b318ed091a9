using System.Diagnostics;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>System.Diagnostics.Process, all three streams redirected, both outputs read to their end.</summary>
/// <param name="before">A command that runs each command, such as setsid; or nothing.</param>
internal sealed class SystemProcessPeer(string[] before) : IPeer
{
    public Task<IChild> StartAsync(ChildOrder order)
    {
        string[] command = [.. before, .. order.Command];
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command[1..])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        return Task.FromResult<IChild>(new Child(process));
    }

    public Task<int> RunManyAsync(ChildOrder order, int atOnce, TimeSpan length) =>
        OneByOne.RunManyAsync(this, order, atOnce, length);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Child : IChild
    {
        private readonly TaskCompletionSource<long> _exited = new();
        private readonly Process _process;

        public Child(Process process)
        {
            _process = process;
            _process.Exited += (_, _) => _exited.TrySetResult(Stopwatch.GetTimestamp());
            _process.Start();
            Ended = Task.WhenAll(
                _process.StandardOutput.ReadToEndAsync(),
                _process.StandardError.ReadToEndAsync(),
                _process.WaitForExitAsync()
            );
        }

        public int Pid => _process.Id;

        public Task<long> Exited => _exited.Task;

        public Task Ended { get; }

        public async Task StopAsync(bool force)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (!Ended.IsCompleted)
            {
                _process.Kill();
                await Ended;
            }

            _process.Dispose();
        }
    }
}
