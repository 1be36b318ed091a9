using System.Runtime.Versioning;
using System.Text;
using McpFuzzer.Actors.Os.Files;
using Microsoft.Win32.SafeHandles;

namespace McpFuzzer.Actors.Clusters.Tls;

/// <summary>A file that only its user may read (0600).</summary>
internal static class PrivateFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Writes a new file, and returns when it is on the disk.</summary>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Reads the whole file. Its owner and mode are those of the open file, even if another replaces it meanwhile.
    /// </summary>
    /// <exception cref="IdentityException">
    /// It cannot be read, belongs to another user, or others may read it.
    /// </exception>
    public static byte[] Read(string path, uint? user = null)
    {
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            if (
                !OperatingSystem.IsWindows()
                && WhyNotPrivate(file.SafeFileHandle, path, user ?? FileOwner.Self) is { } why
            )
            {
                throw new IdentityException(why);
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{path}: {failure.Message}");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static string? WhyNotPrivate(SafeFileHandle file, string path, uint user) =>
        (File.GetUnixFileMode(file) & Others) != UnixFileMode.None
            ? $"{path}: others may read or write it; chmod 600 it"
            : FileOwner.Of(file)?.WhyNotOf(user, path);
}
