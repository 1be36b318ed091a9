using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;
using Microsoft.Win32.SafeHandles;

namespace McpFuzzer.Actors.Os.Files;

/// <summary>Whose a file or folder is (statx(2), inode(7)), which .NET does not tell.</summary>
/// <param name="User">Its user.</param>
/// <param name="Group">Its group.</param>
/// <param name="Mode">Who may do what; of a symbolic link it says nothing.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
internal sealed partial record FileOwner(uint User, uint Group, UnixFileMode Mode, bool IsLink)
{
    /// <summary>Who this process is (geteuid(2)).</summary>
    internal static uint Self => geteuid();

    /// <summary>Of an open file; null where it cannot be known, which is on Linux nowhere.</summary>
    internal static FileOwner? Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux() ? From(FileStatus.Read(file), path: "") : null;

    /// <summary>Of what has that path, a link too; null where it cannot be known, which is on Linux nowhere.</summary>
    internal static FileOwner? Of(string path) =>
        OperatingSystem.IsLinux() ? From(FileStatus.ReadLink(path), path) : null;

    /// <summary>Why it is not this user's; null when it is.</summary>
    internal string? WhyNotOf(uint user, string path) =>
        User == user ? null : $"{path} belongs to user {User}; must belong to user {user}, as whom this runs";

    /// <summary>Why others could put something else in place of what lies in the folder; null when they could not. In one like /tmp (sticky) they can't, and a user's own group is the user.</summary>
    internal string? WhyNotAbove(uint user, uint group, string path) =>
        User != user && User != 0 && User != UserNamespace.Outsiders
            ? $"{path} belongs to user {User}; must belong to user {user}, as whom this runs, or to root"
        : IsLink || Mode.HasFlag(UnixFileMode.StickyBit) ? null
        : Mode.HasFlag(UnixFileMode.OtherWrite)
        || (Mode.HasFlag(UnixFileMode.GroupWrite) && Group != group && Group != 0)
            ? $"{path} may be written by others; must be writable by its user alone (chmod go-w), or sticky"
        : null;

    /// <summary>The group of this process (getegid(2)).</summary>
    internal static uint SelfGroup => getegid();

    private static FileOwner From(FileStatus? status, string path) =>
        status is { } known
            ? new FileOwner(known.User, known.Group, known.Permissions, known.IsLink)
            : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial uint getegid();
}
