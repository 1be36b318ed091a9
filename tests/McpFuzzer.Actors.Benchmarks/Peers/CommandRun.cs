using System.Diagnostics;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>Runs a command as a user's shell does: without the settings of this process.</summary>
internal static partial class CommandRun
{
    private const int RUSAGE_CHILDREN = -1;

    public static Process Start(string command, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("DOTNET_TieredCompilation");
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public static async Task RunAsync(string command, params IEnumerable<string> arguments)
    {
        using var process = Start(command, arguments);
        await process.WaitForExitAsync();
    }

    /// <summary>
    /// Returns the usage of all reaped children and their reaped descendants: the processor time in milliseconds, and
    /// the highest resident memory of one process in MB.
    /// </summary>
    public static (double Milliseconds, double Megabytes) ChildrenSoFar()
    {
        if (getrusage(RUSAGE_CHILDREN, out var usage) != 0)
        {
            throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        }

        var seconds = usage.UserSeconds + usage.SystemSeconds;
        var microseconds = usage.UserMicroseconds + usage.SystemMicroseconds;
        return ((seconds * 1e3) + (microseconds / 1e3), usage.MostResident / 1024.0);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrusage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;

        /// <summary>In KiB.</summary>
        public long MostResident;
    }
}
