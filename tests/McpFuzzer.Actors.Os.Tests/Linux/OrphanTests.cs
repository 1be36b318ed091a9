using System.Diagnostics;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>
/// The processes that this process adopts: from its targets, and from what other code of the program has started.
/// </summary>
[Collection("real processes")]
public sealed class OrphanTests : IDisposable
{
    private const int Many = 20;

    // RLIMIT_LOCKS as it was before, and no environment: it cannot be attributed.
    private const string Shed = "env -i setsid prlimit --locks=unlimited";

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("orphans-");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Theory]
    [InlineData(ContainmentLevel.Group)]
    [InlineData(ContainmentLevel.Session)]
    [Trait("Hazard", "48")]
    public async Task Should_reap_zombies_that_a_living_target_forgets(ContainmentLevel level)
    {
        await using var host = Host(level);
        var target = await StartAsync(host, $"for i in $(seq {Many}); do (echo &); done; exec sleep 1000");

        await ReadLinesAsync(target, Many);

        await WaitAsync(() => OfNode(host).SequenceEqual([target.Pid]));
        Assert.Empty(await host.ReapAsync(target, Recorder.Patience));
    }

    [Theory]
    [InlineData(ContainmentLevel.Group)]
    [InlineData(ContainmentLevel.Session)]
    public async Task Should_reap_zombies_that_escape_a_living_target(ContainmentLevel level)
    {
        await using var host = Host(level);
        var target = await StartAsync(
            host,
            $"for i in $(seq {Many}); do (env -i setsid echo &); done; exec sleep 1000"
        );

        await ReadLinesAsync(target, Many);

        await WaitAsync(() => OfNode(host).SequenceEqual([target.Pid]));
        Assert.Empty(await host.ReapAsync(target, Recorder.Patience));
    }

    [Fact]
    public async Task Should_reap_unattributed_orphans_when_there_is_no_target()
    {
        await using var host = Host(ContainmentLevel.Session);
        var program = Program("unknown-orphan", "exit 0");

        await RunToTheEndAsync($"for i in $(seq {Many}); do ({Shed} {program} &); done");

        await WaitAsync(() => Named(program, alive: false).Count == 0);
    }

    [Fact]
    public async Task Should_reap_many_orphans_of_the_program_when_there_is_no_target()
    {
        await using var host = Host(ContainmentLevel.Session, new FastTime());
        var program = Program("own-orphan", "exit 0");

        await RunToTheEndAsync($"for i in $(seq {Many}); do ({program} &); done");

        await WaitAsync(() => Named(program, alive: false).Count == 0);
    }

    [Theory]
    [InlineData("({0} >/dev/null &)")]
    [InlineData("(setsid {0} >/dev/null &)")]
    [InlineData("(env -i setsid {0} >/dev/null &)")]
    [InlineData("setsid sh -c '(setsid {0} &) ; (env -i {0} &)' >/dev/null")]
    [Trait("Hazard", "55")]
    public async Task Should_never_end_a_daemon_that_the_program_has_started_itself(string script)
    {
        await using var host = Host(ContainmentLevel.Session);
        var daemon = Program("own-daemon", "while :; do sleep 0.05; done");
        var canary = Program("canary", "while :; do sleep 0.05; done");
        var target = await StartAsync(host, $"echo; read line; ({Shed} {canary} >/dev/null 2>&1 &); exec sleep 1000");
        await ReadLinesAsync(target, 1);
        await RunToTheEndAsync(string.Format(script, daemon));
        await WaitAsync(() => Named(daemon, alive: true).Count > 0);

        await target.Stdin!.WriteAsync("\n"u8.ToArray());
        await WaitAsync(() => Named(canary, alive: true).Count == 1);
        Assert.Empty(await host.ReapAsync(target, Recorder.Patience));

        // It is younger than the daemon. It is ended because no target that may have started it is left.
        await WaitAsync(() => Named(canary, alive: false).Count == 0);
        var daemons = Named(daemon, alive: true);
        Assert.NotEmpty(daemons);
        Assert.All(daemons, pid => Assert.Equal(0, Libc.kill(pid, SignalNumbers.SIGKILL)));
        await WaitAsync(() => Named(daemon, alive: true).Count == 0);
    }

    private LinuxProcessHost Host(ContainmentLevel level, TimeProvider? time = null) =>
        new(
            time ?? TimeProvider.System,
            new HostOptions
            {
                Containment = level,
                Subreaper = true,
                StateFolder = _scratch.FullName,
                OnNotice = _ => { },
            }
        );

    /// <summary>A script whose name is also that of its process, even as a zombie.</summary>
    private string Program(string name, string script)
    {
        // The kernel keeps fifteen characters of a name.
        var path = Path.Combine(_scratch.FullName, $"{name[..5]}-{Random.Shared.Next(100_000_000):D8}");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task<IProcessHandle> StartAsync(LinuxProcessHost host, string script)
    {
        var spec = new ProcessSpec
        {
            Command = ["sh", "-c", script],
            Stdin = StdioMode.Piped,
            Stdout = StdioMode.Piped,
        };
        var result = await host.StartAsync(spec, CancellationToken.None).WaitAsync(Recorder.Patience);
        return Assert.IsType<StartResult.Started>(result).Handle;
    }

    private static async Task ReadLinesAsync(IProcessHandle handle, int count)
    {
        for (var seen = 0L; seen < count; )
        {
            var result = await handle.Stdout!.ReadAsync().AsTask().WaitAsync(Recorder.Patience);
            seen += result.Buffer.Length;
            handle.Stdout!.AdvanceTo(result.Buffer.End);
        }
    }

    /// <summary>Started by a process of the program itself. Waits until its output is closed.</summary>
    private static async Task RunToTheEndAsync(string script)
    {
        var info = new ProcessStartInfo("sh", ["-c", script])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(info)!;
        await process.StandardOutput.ReadToEndAsync().WaitAsync(Recorder.Patience);
        await process.WaitForExitAsync().WaitAsync(Recorder.Patience);
        Assert.Equal(0, process.ExitCode);
    }

    private static List<int> OfNode(LinuxProcessHost host) =>
        [
            .. ProcessStat
                .ListPids()
                .Where(pid => SpawnMark.TryRead(pid, out var tags) && tags.NodeId == host.Containment.Charge.NodeId),
        ];

    private static List<int> Named(string program, bool alive) =>
        [
            .. ProcessStat
                .ListPids()
                .Where(pid =>
                    NameOf(pid) == Path.GetFileName(program)
                    && (!alive || (ProcessStat.TryRead(pid, out var stat) && stat.IsAlive))
                ),
        ];

    private static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").TrimEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }

    // On its own thread: a continuation of a query to the host may run on the host's thread.
    private static Task WaitAsync(Func<bool> condition) =>
        Task.Run(() => Assert.True(SpinWait.SpinUntil(condition, Recorder.Patience)));

    private sealed class FastTime : TimeProvider
    {
        public override long GetTimestamp() => 50 * base.GetTimestamp();
    }
}
