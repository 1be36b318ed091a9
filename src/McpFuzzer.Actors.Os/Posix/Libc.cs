using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// The functions of glibc, named as in their manual pages. The constants hold for x86-64 and AArch64.
/// </summary>
internal static unsafe partial class Libc
{
    internal const string Library = "libc.so.6";

    internal const nint PIDFD_SIGNAL_PROCESS_GROUP = 4;
    internal const int O_RDWR = 0x2;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int F_GETFD = 1;
    internal const int F_SETFL = 4;
    internal const int F_DUPFD_CLOEXEC = 1030;
    internal const uint FIONREAD = 0x541B;
    internal const int P_PID = 1;
    internal const int P_PIDFD = 3;
    internal const int WNOHANG = 1;
    internal const int WEXITED = 4;
    internal const int WNOWAIT = 0x01000000;
    internal const int RLIMIT_LOCKS = 10;
    internal const int PR_SET_CHILD_SUBREAPER = 36;
    internal const int PR_GET_CHILD_SUBREAPER = 37;
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int O_WRONLY = 0x1;
    internal const int O_CREAT = 0x40;
    internal const int O_NOFOLLOW = 0x20000;
    internal const int CLOCK_MONOTONIC = 1;
    internal const int CLOCK_BOOTTIME = 7;

    private const nint SYS_pidfd_send_signal = 424;
    private const nint SYS_pidfd_open = 434;

    private static readonly bool IsX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly nint SYS_setgroups = IsX64 ? 116 : 159;
    private static readonly nint SYS_setresuid = IsX64 ? 117 : 147;
    private static readonly nint SYS_setresgid = IsX64 ? 119 : 149;

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int open(byte* path, int flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags, int mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint pread(int descriptor, byte* buffer, nuint count, nint offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int flock(int descriptor, int operation);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int getrlimit(int resource, ulong* limits);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setrlimit(int resource, ulong* limits);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Library)]
    internal static partial int clock_gettime(int clock, long* time);

    [LibraryImport(Library)]
    internal static partial int sem_init(void* semaphore, int shared, uint value);

    [LibraryImport(Library)]
    internal static partial int sem_post(void* semaphore);

    [LibraryImport(Library)]
    internal static partial int sem_wait(void* semaphore);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int sem_clockwait(void* semaphore, int clock, long* until);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int pipe2(int* descriptors, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int ioctl(int descriptor, nuint request, int* result);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(SafeFileHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(SafeFileHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_ctl(int epoll, int operation, int descriptor, void* @event);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_wait(int epoll, void* events, int count, int timeout);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int kill(int pid, int signal);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int getpgid(int pid);

    [LibraryImport(Library)]
    internal static partial int getsid(int pid);

    [LibraryImport(Library)]
    internal static partial int gettid();

    [LibraryImport(Library)]
    internal static partial uint geteuid();

    [LibraryImport(Library)]
    internal static partial uint getegid();

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int waitid(int kind, int id, byte* info, int options);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int prlimit(int pid, int resource, ulong* limit, ulong* previous);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statx(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport(Library)]
    internal static partial int sigemptyset(byte* set);

    [LibraryImport(Library)]
    internal static partial int posix_spawn(
        out int pid,
        byte* path,
        byte* fileActions,
        byte* attributes,
        byte** arguments,
        byte** environment
    );

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_setsigmask(byte* attributes, byte* set);

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_adddup2(byte* actions, int descriptor, int target);

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int posix_spawn_file_actions_addopen(
        byte* actions,
        int descriptor,
        string path,
        int flags,
        uint mode
    );

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_addclose(byte* actions, int descriptor);

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_addclosefrom_np(byte* actions, int from);

    /// <summary>pidfd_open(2); always close-on-exec.</summary>
    internal static int PidfdOpen(int pid) => (int)syscall(SYS_pidfd_open, pid, 0, 0, 0);

    /// <summary>pidfd_send_signal(2).</summary>
    internal static bool PidfdSendSignal(int pidfd, int signal, nint flags = 0) =>
        syscall(SYS_pidfd_send_signal, pidfd, signal, 0, flags) == 0;

    /// <summary>setgroups(2) for the calling thread alone.</summary>
    internal static nint SetThreadGroups(nuint count, uint* groups) =>
        syscall(SYS_setgroups, (nint)count, (nint)groups, 0, 0);

    /// <summary>setresgid(2) for the calling thread alone: real, effective and saved.</summary>
    internal static nint SetThreadGid(uint gid) => syscall(SYS_setresgid, (nint)gid, (nint)gid, (nint)gid, 0);

    /// <summary>setresuid(2) for the calling thread alone: real, effective and saved.</summary>
    internal static nint SetThreadUid(uint uid) => syscall(SYS_setresuid, (nint)uid, (nint)uid, (nint)uid, 0);

    // glibc wraps the pidfd calls only since 2.36, and does not wrap calls that change one thread's credentials.
    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);
}
