using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>kill(2).</summary>
internal static partial class Signals
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static void Send(int pid, int signal) => Assert.Equal(0, SendTo(pid, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendTo(int pid, int signal);
}
