using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Users;

/// <summary>An entry of passwd(5).</summary>
internal sealed record UserEntry(string Name, uint Uid, uint Gid, string Home, string Shell);

/// <summary>Users and groups from the C library, and so from every source in nsswitch.conf(5).</summary>
internal static unsafe partial class AccountDatabase
{
    private const int FirstSize = 4 * 1024;
    private const int LargestSize = 16 * 1024 * 1024;
    private const int FirstGroups = 64;

    // struct passwd and struct group of glibc on 64 bits.
    private const int EntrySize = 64;
    private const int UidOffset = 16;
    private const int GidOffset = 20;
    private const int HomeOffset = 32;
    private const int ShellOffset = 40;
    private const int GroupGidOffset = 16;

    private delegate int Lookup(byte* entry, byte* buffer, nuint size, byte** result);

    internal static UserEntry? FindUser(string name) =>
        Find((entry, buffer, size, result) => getpwnam_r(name, entry, buffer, size, result), ReadUser);

    internal static UserEntry? FindUser(uint uid) =>
        Find((entry, buffer, size, result) => getpwuid_r(uid, entry, buffer, size, result), ReadUser);

    internal static uint? FindGroup(string name) =>
        Find(
            (entry, buffer, size, result) => getgrnam_r(name, entry, buffer, size, result),
            static entry => (uint?)*(uint*)(entry + GroupGidOffset)
        );

    /// <summary>The groups of a login of the user: those that list it, and its own (getgrouplist(3)).</summary>
    internal static uint[] GroupsOf(string user, uint gid)
    {
        var groups = new uint[FirstGroups];
        while (true)
        {
            var count = groups.Length;
            fixed (uint* first = groups)
            {
                if (getgrouplist(user, gid, first, &count) >= 0)
                {
                    return groups[..count];
                }
            }

            groups = new uint[Math.Max(count, groups.Length * 2)];
        }
    }

    private static T? Find<T>(Lookup lookup, EntryReader<T> read)
    {
        var entry = stackalloc byte[EntrySize];
        for (var size = FirstSize; size <= LargestSize; size *= 2)
        {
            var buffer = (byte*)NativeMemory.Alloc((nuint)size);
            try
            {
                byte* found = null;
                var error = lookup(entry, buffer, (nuint)size, &found);
                if (error != Errno.ERANGE)
                {
                    return found == null ? default : read(entry);
                }
            }
            finally
            {
                NativeMemory.Free(buffer);
            }
        }

        return default;
    }

    private delegate T EntryReader<out T>(byte* entry);

    private static UserEntry ReadUser(byte* entry) =>
        new(
            Text(entry, 0),
            *(uint*)(entry + UidOffset),
            *(uint*)(entry + GidOffset),
            Text(entry, HomeOffset),
            Text(entry, ShellOffset)
        );

    private static string Text(byte* entry, int offset) => Marshal.PtrToStringUTF8(*(nint*)(entry + offset)) ?? "";

    [LibraryImport(Libc.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int getpwnam_r(string name, byte* entry, byte* buffer, nuint size, byte** result);

    [LibraryImport(Libc.Library)]
    private static partial int getpwuid_r(uint uid, byte* entry, byte* buffer, nuint size, byte** result);

    [LibraryImport(Libc.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int getgrnam_r(string name, byte* entry, byte* buffer, nuint size, byte** result);

    [LibraryImport(Libc.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int getgrouplist(string user, uint gid, uint* groups, int* count);
}
