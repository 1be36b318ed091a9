using System.Runtime.InteropServices;

namespace McpFuzzer;

/// <summary>
/// <c>without-pidfds COMMAND…</c>: becomes the command, and makes pidfd_open(2) unknown to it by seccomp(2), as in an
/// old kernel or a sandbox. Ignored signals stay ignored.
/// </summary>
internal static unsafe class WithoutPidfds
{
    private const int PR_SET_SECCOMP = 22;
    private const int PR_SET_NO_NEW_PRIVS = 38;
    private const nuint SECCOMP_MODE_FILTER = 2;
    private const uint SECCOMP_RET_ALLOW = 0x7fff0000;
    private const uint SECCOMP_RET_ERRNO = 0x00050000;
    private const uint ENOSYS = 38;
    private const uint SYS_pidfd_open = 434;

    public static int Run(string[] args)
    {
        var instructions = stackalloc Instruction[]
        {
            // The number of the system call; the next instruction if it is that one, else the last.
            new(0x20, 0, 0, 0),
            new(0x15, 0, 1, SYS_pidfd_open),
            new(0x06, 0, 0, SECCOMP_RET_ERRNO | ENOSYS),
            new(0x06, 0, 0, SECCOMP_RET_ALLOW),
        };
        var program = new Filter { Length = 4, Instructions = instructions };
        var command = new byte*[args.Length + 1];
        for (var index = 0; index < args.Length; index++)
        {
            command[index] = (byte*)Marshal.StringToCoTaskMemUTF8(args[index]);
        }

        fixed (byte** arguments = command)
        {
            // The filter is this thread's, which the exec makes the only one.
            _ = prctl(PR_SET_NO_NEW_PRIVS, 1, null, 0, 0);
            _ = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
            return execv(arguments[0], arguments);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Instruction(ushort code, byte ifTrue, byte ifFalse, uint operand)
    {
        public readonly ushort Code = code;
        public readonly byte IfTrue = ifTrue;
        public readonly byte IfFalse = ifFalse;
        public readonly uint Operand = operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Filter
    {
        public ushort Length;
        public Instruction* Instructions;
    }

    [DllImport("libc")]
    private static extern int prctl(int option, nuint second, Filter* third, nuint fourth, nuint fifth);

    [DllImport("libc")]
    private static extern int execv(byte* path, byte** arguments);
}
