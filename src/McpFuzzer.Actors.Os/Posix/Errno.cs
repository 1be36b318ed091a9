namespace McpFuzzer.Actors.Os.Posix;

/// <summary>Error numbers under their names (errno(3)). The constants are those of Linux.</summary>
internal static class Errno
{
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int ESRCH = 3;
    internal const int EINTR = 4;
    internal const int EIO = 5;
    internal const int E2BIG = 7;
    internal const int ENOEXEC = 8;
    internal const int EBADF = 9;
    internal const int ECHILD = 10;
    internal const int EAGAIN = 11;
    internal const int ENOMEM = 12;
    internal const int EACCES = 13;
    internal const int ENOTDIR = 20;
    internal const int EINVAL = 22;
    internal const int ENFILE = 23;
    internal const int EMFILE = 24;
    internal const int ETXTBSY = 26;
    internal const int EPIPE = 32;
    internal const int ERANGE = 34;
    internal const int ELIBBAD = 80;
    internal const int ECONNRESET = 104;

    /// <summary>EAGAIN on this system: a descriptor in non-blocking mode would have blocked.</summary>
    internal static int WouldBlock { get; } = OperatingSystem.IsMacOS() ? 35 : EAGAIN;
}
