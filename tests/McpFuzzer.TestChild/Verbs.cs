using System.Globalization;
using System.Text;
using McpFuzzer.Mcp;

namespace McpFuzzer;

/// <summary>The actions of the child. Each verb takes its arguments and returns the exit code.</summary>
public static class Verbs
{
    /// <summary>The verbs by their names.</summary>
    public static IReadOnlyDictionary<string, Func<string[], int>> ByName { get; } =
        new Dictionary<string, Func<string[], int>>
        {
            ["ready"] = Ready,
            ["echo"] = Echo,
            ["argv"] = Argv,
            ["env"] = Env,
            ["line"] = Line,
            ["write"] = Write,
            ["flood"] = Flood,
            ["linger"] = Linger,
            ["adopt"] = Adopt,
            ["sibling"] = Sibling,
            ["trace"] = Trace,
            ["without-pidfds"] = WithoutPidfds.Run,
            ["mcp"] = McpVerb.Run,
        };

    /// <summary>Prints READY, then waits for the end of its stdin.</summary>
    private static int Ready(string[] args)
    {
        Console.Out.WriteLine("READY");
        Console.OpenStandardInput().CopyTo(Stream.Null);
        return 0;
    }

    /// <summary>Copies stdin to stdout, byte for byte.</summary>
    private static int Echo(string[] args)
    {
        using var output = Console.OpenStandardOutput();
        Console.OpenStandardInput().CopyTo(output);
        return 0;
    }

    /// <summary>Prints each argument's UTF-8 bytes as a line of hexadecimal digits.</summary>
    private static int Argv(string[] args)
    {
        foreach (var argument in args)
        {
            Console.Out.WriteLine(Convert.ToHexString(Encoding.UTF8.GetBytes(argument)));
        }

        return 0;
    }

    /// <summary>
    /// Prints the value of each variable that is named, as hexadecimal digits, or a dash where there is none.
    /// </summary>
    private static int Env(string[] args)
    {
        foreach (var name in args)
        {
            var value = Environment.GetEnvironmentVariable(name);
            Console.Out.WriteLine(value is null ? "-" : Convert.ToHexString(Encoding.UTF8.GetBytes(value)));
        }

        return 0;
    }

    /// <summary><c>line BYTES [TEXT]</c>: one line of so many bytes, then the text on the next line.</summary>
    private static int Line(string[] args)
    {
        using var output = Console.OpenStandardOutput();
        WriteBytes(output, long.Parse(args[0]), (byte)'x');
        output.Write(Encoding.UTF8.GetBytes($"\n{args.ElementAtOrDefault(1) ?? "{}"}\n"));
        return 0;
    }

    /// <summary><c>write BYTES</c>: so many zero bytes and no newline.</summary>
    private static int Write(string[] args)
    {
        using var output = Console.OpenStandardOutput();
        WriteBytes(output, long.Parse(args[0]), 0);
        return 0;
    }

    /// <summary><c>flood [stdout|stderr]</c>: writes lines as fast as they are read, until it is killed.</summary>
    private static int Flood(string[] args)
    {
        using var output =
            args.FirstOrDefault() == "stderr" ? Console.OpenStandardError() : Console.OpenStandardOutput();
        WriteBytes(output, long.MaxValue, (byte)'\n');
        return 0;
    }

    /// <summary>
    /// <c>linger MARK</c>: prints the mark, ignores the end of its stdin and lives until it is killed.
    /// </summary>
    private static int Linger(string[] args)
    {
        Console.Out.WriteLine(args.FirstOrDefault() ?? "READY");
        new ManualResetEventSlim().Wait();
        return 0;
    }

    /// <summary>
    /// <c>adopt SCRIPT</c>: becomes a subreaper (PR_SET_CHILD_SUBREAPER of prctl(2)), runs the script to its end, says
    /// ready and lives until it is ended.
    /// </summary>
    private static int Adopt(string[] args)
    {
        const int PR_SET_CHILD_SUBREAPER = 36;
        if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        {
            return 1;
        }

        using var script = System.Diagnostics.Process.Start("sh", ["-c", args[0]]);
        script.WaitForExit();
        Console.Out.WriteLine("ready");
        new ManualResetEventSlim().Wait();
        return 0;
    }

    /// <summary>
    /// <c>sibling SECONDS</c>: starts a sleep(1) that is a child of its parent (CLONE_PARENT of clone(2)), in a new
    /// session. Prints READY, and exits at the end of its stdin.
    /// </summary>
    private static unsafe int Sibling(string[] args)
    {
        const int CLONE_PARENT = 0x8000;
        const int SIGCHLD = 17;
        var clone =
            System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
            == System.Runtime.InteropServices.Architecture.X64
                ? 56
                : 220;
        fixed (byte* path = "/bin/sh\0"u8)
        fixed (byte* option = "-c\0"u8)
        fixed (byte* script = Encoding.UTF8.GetBytes($"exec setsid sleep {args[0]} </dev/null >/dev/null 2>&1\0"))
        {
            var command = stackalloc byte*[] { path, option, script, null };
            // Bound before: the new process has this thread alone, and can't run code of the runtime.
            _ = execv(null, null);
            if (syscall(clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0)
            {
                _ = execv(path, command);
            }
        }

        Console.Out.WriteLine("ready");
        Console.OpenStandardInput().CopyTo(Stream.Null);
        return 0;
    }

    /// <summary>
    /// <c>trace PID</c>: becomes the tracer of a process (PTRACE_SEIZE of ptrace(2)) and prints READY. At the end of
    /// its stdin it exits, which releases the process.
    /// </summary>
    private static int Trace(string[] args)
    {
        const int PTRACE_SEIZE = 0x4206;
        if (ptrace(PTRACE_SEIZE, int.Parse(args[0], CultureInfo.InvariantCulture), 0, 0) != 0)
        {
            return 1;
        }

        Console.Out.WriteLine("ready");
        Console.OpenStandardInput().CopyTo(Stream.Null);
        return 0;
    }

    [System.Runtime.InteropServices.DllImport("libc")]
    [System.Runtime.InteropServices.SuppressGCTransition]
    private static extern unsafe int execv(byte* path, byte** arguments);

    [System.Runtime.InteropServices.DllImport("libc")]
    [System.Runtime.InteropServices.SuppressGCTransition]
    private static extern nint syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    [System.Runtime.InteropServices.DllImport("libc")]
    private static extern nint ptrace(nint request, int pid, nint address, nint data);

    [System.Runtime.InteropServices.DllImport("libc")]
    private static extern int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    private static void WriteBytes(Stream output, long count, byte value)
    {
        var block = new byte[64 * 1024];
        block.AsSpan().Fill(value);
        for (; count > 0; count -= block.Length)
        {
            output.Write(block, 0, (int)Math.Min(count, block.Length));
        }
    }
}
