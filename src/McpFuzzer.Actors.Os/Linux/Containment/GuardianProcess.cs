using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>What a guardian is there for.</summary>
/// <param name="Life">Whose targets it kills.</param>
/// <param name="Cgroup">The life's control group.</param>
/// <param name="File">The life's file, which it removes when nothing is left.</param>
internal sealed record GuardianCharge(long Life, string? Cgroup, string? File);

/// <summary>One process of the guardian's script, and the pipe to it.</summary>
internal sealed unsafe class GuardianProcess
{
    private static readonly Lazy<string> Script = new(Load);

    private int _pipe;
    private int _pidfd;

    private GuardianProcess(int pid, int pidfd, int pipe)
    {
        Pid = pid;
        _pidfd = pidfd;
        _pipe = pipe;
    }

    internal int Pid { get; }

    /// <summary>Readable when it has exited.</summary>
    internal int Pidfd => _pidfd;

    /// <summary>Null, with the reason, when it cannot be started.</summary>
    internal static GuardianProcess? TryStart(GuardianCharge charge, int nullDevice, out string error)
    {
        // A clean environment has no tag either, in a node that is itself another one's target.
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
        };
        if (CommandLookup.Find("sh", workingDirectory: null, environment) is not { } shell)
        {
            error = "no sh on the PATH";
            return null;
        }

        if (!Descriptors.TryOpenPipe(out var readEnd, out var writeEnd))
        {
            error = Marshal.GetLastPInvokeErrorMessage();
            return null;
        }

        string[] arguments =
        [
            "sh",
            "-c",
            Script.Value,
            "mcp-fuzzer-guardian",
            charge.Life.ToString(CultureInfo.InvariantCulture),
            charge.Cgroup ?? "",
            charge.File ?? "",
        ];
        var result = SpawnCall.TrySpawn(
            shell,
            workingDirectory: null,
            arguments,
            environment,
            [readEnd, nullDevice, nullDevice],
            tags: null,
            softOpenFiles: null,
            inheritSignals: false,
            out var pid
        );
        Descriptors.Close(ref readEnd);
        if (result != 0)
        {
            Descriptors.Close(ref writeEnd);
            error = $"{shell}: {Marshal.GetPInvokeErrorMessage(result)}";
            return null;
        }

        OwnChildren.Add(pid);
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0)
        {
            error = Marshal.GetLastPInvokeErrorMessage();
            Descriptors.Close(ref writeEnd);
            OwnChildren.Remove(pid);
            UnwatchedChild.End(pid);
            return null;
        }

        Descriptors.SetNonBlocking(writeEnd);
        error = "";
        return new GuardianProcess(pid, pidfd, writeEnd);
    }

    /// <summary>False when it does not read.</summary>
    internal bool TryTell(string lines)
    {
        var bytes = Encoding.ASCII.GetBytes(lines);
        fixed (byte* start = bytes)
        {
            // Up to PIPE_BUF a write to a pipe is whole or nothing (pipe(7)).
            return Libc.write(_pipe, start, (nuint)bytes.Length) == bytes.Length;
        }
    }

    internal void Kill() => _ = Libc.PidfdSendSignal(_pidfd, Libc.SIGKILL);

    /// <summary>Closes the pipe, which it takes for our end unless it was told otherwise.</summary>
    internal void ClosePipe() => Descriptors.Close(ref _pipe);

    /// <summary>Takes its zombie away, once it has exited.</summary>
    internal void Bury()
    {
        ClosePipe();
        OwnChildren.Remove(Pid);
        ExitStatus.Reap(_pidfd);
        Descriptors.Close(ref _pidfd);
    }

    private static string Load()
    {
        using var resource = typeof(GuardianProcess).Assembly.GetManifestResourceStream("guardian.sh")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
