using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>What a guardian needs to know.</summary>
/// <param name="NodeId">The node whose targets it kills.</param>
/// <param name="Cgroup">The node's control group.</param>
/// <param name="File">The node's file, which it removes when no target is left.</param>
internal sealed record GuardianCharge(long NodeId, string? Cgroup, string? File);

/// <summary>One process that runs the guardian's script, and the pipe to it (docs/hazards.md, 26).</summary>
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

    /// <summary>Readable once it has exited.</summary>
    internal int Pidfd => _pidfd;

    /// <summary>Null, with the reason, when it cannot be started.</summary>
    internal static GuardianProcess? TryStart(GuardianCharge charge, int nullDevice, out string error)
    {
        // A clean environment carries no tag, even when the node itself is another node's target.
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
        };
        if (CommandLookup.Find("sh", workingDirectory: null, environment["PATH"]) is not { } shell)
        {
            error = "the PATH has no sh";
            return null;
        }

        if (!TryOpenScript(out var script))
        {
            error = Marshal.GetLastPInvokeErrorMessage();
            return null;
        }

        if (!Descriptors.TryOpenPipe(out var readEnd, out var writeEnd))
        {
            error = Marshal.GetLastPInvokeErrorMessage();
            Descriptors.Close(ref script);
            return null;
        }

        using var variables = new NativeStrings([.. environment.Select(each => $"{each.Key}={each.Value}")]);
        var order = new SpawnOrder
        {
            Path = shell,
            Arguments = ArgumentsFor(charge),
            Environment = variables,
        };
        var result = SpawnCall.TrySpawn(order, [readEnd, nullDevice, script], out var pid);
        Descriptors.Close(ref readEnd);
        Descriptors.Close(ref script);
        if (result == 0)
        {
            return TryBind(pid, writeEnd, out error);
        }

        Descriptors.Close(ref writeEnd);
        error = $"{shell}: {Marshal.GetPInvokeErrorMessage(result)}";
        return null;
    }

    /// <summary>
    /// False when the guardian does not read. A write to a pipe of up to PIPE_BUF bytes is atomic (pipe(7)).
    /// </summary>
    internal bool TryWriteLines(string lines) => TryWrite(_pipe, lines);

    internal void Kill() => _ = Libc.PidfdSendSignal(_pidfd, SignalNumbers.SIGKILL);

    /// <summary>Closes the pipe. Without an earlier message the guardian takes that for the node's death.</summary>
    internal void ClosePipe() => Descriptors.Close(ref _pipe);

    /// <summary>Reaps its zombie once it has exited.</summary>
    internal void Reap()
    {
        ClosePipe();
        OwnChildren.Remove(Pid);
        ExitStatus.Reap(_pidfd);
        Descriptors.Close(ref _pidfd);
    }

    private static GuardianProcess? TryBind(int pid, int writeEnd, out string error)
    {
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

    private static string[] ArgumentsFor(GuardianCharge charge) =>
        [
            "sh",
            "-c",
            ". /proc/self/fd/2",
            "mcp-fuzzer-guardian",
            string.Create(CultureInfo.InvariantCulture, $"--node={charge.NodeId}"),
            .. charge.Cgroup is { } cgroup ? [$"--cgroup={cgroup}"] : Array.Empty<string>(),
            .. charge.File is { } file ? [$"--file={file}"] : Array.Empty<string>(),
        ];

    // A pipe that contains the script. The shell reads to its end and no further.
    private static bool TryOpenScript(out int readEnd)
    {
        if (!Descriptors.TryOpenPipe(out readEnd, out var writeEnd))
        {
            return false;
        }

        // Less than the smallest pipe holds (a page, pipe(7)), so the write does not wait for a reader.
        var isWritten = TryWrite(writeEnd, Script.Value);
        var error = Marshal.GetLastPInvokeError();
        Descriptors.Close(ref writeEnd);
        if (!isWritten)
        {
            Descriptors.Close(ref readEnd);
            Marshal.SetLastPInvokeError(error);
        }

        return isWritten;
    }

    private static bool TryWrite(int descriptor, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        fixed (byte* start = bytes)
        {
            return Libc.write(descriptor, start, (nuint)bytes.Length) == bytes.Length;
        }
    }

    private static string Load()
    {
        using var resource = typeof(GuardianProcess).Assembly.GetManifestResourceStream("guardian.sh")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
