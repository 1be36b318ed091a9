using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>Children that have exited while another process traces them: their exit cannot be read yet.</summary>
[Collection("real processes")]
public sealed class TracedExitTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("traced-");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    [Trait("Hazard", "54")]
    public async Task Should_rest_while_an_exited_target_is_traced_and_report_the_exit_afterwards()
    {
        await using var host = Host();
        var (handle, recorder) = await StartAsync(host, "read line; exit 7");
        using var tracer = await Tracer.AttachAsync(handle.Pid);
        handle.CloseStdin();
        await WaitAsync(() => ProcessStat.TryRead(handle.Pid, out var stat) && !stat.IsAlive);

        // While this thread works for so long, a spinning thread would too.
        var before = TicksOfLoops();
        var ownBefore = Ticks("thread-self");
        while (Ticks("thread-self") - ownBefore < 20) { }

        Assert.InRange(TicksOfLoops() - before, 0, 5);
        Assert.False(recorder.HasExited);

        await tracer.LetGoAsync();
        Assert.Equal(new ProcessExit.Code(7), await recorder.Exit);
        Assert.Empty(await host.ReapAsync(handle, Recorder.Patience));
        Assert.False(ProcessStat.TryRead(handle.Pid, out _));
    }

    [Fact]
    public async Task Should_prove_a_set_empty_even_if_an_exited_orphan_is_traced()
    {
        await using var host = Host();
        var (handle, _) = await StartAsync(host, "(sleep 1000 & echo $!); read line; exit 0");
        var orphan = await ReadPidAsync(handle);
        using var tracer = await Tracer.AttachAsync(orphan);

        Assert.Empty(await host.ReapAsync(handle, Recorder.Patience));
        Assert.True(ProcessStat.TryRead(orphan, out var zombie) && !zombie.IsAlive);

        await tracer.LetGoAsync();
        await WaitAsync(() => !ProcessStat.TryRead(orphan, out _));
    }

    [Fact]
    public async Task Should_report_the_exit_of_a_bound_child_when_its_tracer_lets_go()
    {
        await using var host = Host();
        using var child = System.Diagnostics.Process.Start("sleep", "1000");
        var bound = Assert.IsType<BindResult.Bound>(await host.BindAsync(child.Id));
        using var tracer = await Tracer.AttachAsync(child.Id);

        Assert.True(bound.Process.Kill());
        await WaitAsync(() => ProcessStat.TryRead(child.Id, out var stat) && !stat.IsAlive);
        Assert.False(bound.Process.Ended.IsCompleted);

        await tracer.LetGoAsync();
        await bound.Process.Ended.WaitAsync(Recorder.Patience);
        bound.Process.Dispose();
        await child.WaitForExitAsync().WaitAsync(Recorder.Patience);
    }

    private LinuxProcessHost Host() =>
        new(
            TimeProvider.System,
            new HostOptions
            {
                Containment = ContainmentLevel.Session,
                Subreaper = true,
                StateFolder = _scratch.FullName,
            }
        );

    private static async Task<(IProcessHandle Handle, Recorder Recorder)> StartAsync(
        LinuxProcessHost host,
        string script
    )
    {
        var spec = new ProcessSpec
        {
            Command = ["sh", "-c", script],
            Stdin = StdioMode.Piped,
            Stdout = StdioMode.Piped,
        };
        var result = await host.StartAsync(spec, CancellationToken.None).WaitAsync(Recorder.Patience);
        var handle = Assert.IsType<StartResult.Started>(result).Handle;
        var recorder = new Recorder();
        handle.Observe(recorder);
        return (handle, recorder);
    }

    private static async Task<int> ReadPidAsync(IProcessHandle handle)
    {
        using var reader = new StreamReader(handle.Stdout!.AsStream(leaveOpen: true));
        return int.Parse((await reader.ReadLineAsync().WaitAsync(Recorder.Patience))!);
    }

    private static long TicksOfLoops() =>
        Directory
            .GetDirectories("/proc/self/task")
            .Where(task => File.ReadAllText($"{task}/comm").TrimEnd() == "process-events")
            .Sum(task => Ticks($"self/task/{Path.GetFileName(task)}"));

    /// <summary>User and system time, in hundredths of a second.</summary>
    private static long Ticks(string task) =>
        ProcessStat.TryParse(0, File.ReadAllBytes($"/proc/{task}/stat"), out var stat) ? stat.CpuTicks : 0;

    // On its own thread: a continuation of a query to the host may run on the host's thread.
    private static Task WaitAsync(Func<bool> condition) =>
        Task.Run(() => Assert.True(SpinWait.SpinUntil(condition, Recorder.Patience)));
}
