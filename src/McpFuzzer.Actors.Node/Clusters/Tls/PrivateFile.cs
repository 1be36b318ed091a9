using System.Runtime.Versioning;
using System.Text;
using McpFuzzer.Actors.Os.Files;
using Microsoft.Win32.SafeHandles;

namespace McpFuzzer.Actors.Node.Clusters.Tls;

/// <summary>A file that its user alone may read (0600).</summary>
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

    /// <summary>A new file, on the disk before this returns.</summary>
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

    /// <summary>All of it. What is looked at is what is read, whatever takes its place meanwhile.</summary>
    /// <exception cref="IdentityException">It can't be read, is another user's, or others may read it.</exception>
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
            if (!OperatingSystem.IsWindows() && Problem(file.SafeFileHandle, path, user ?? FileOwner.Self) is { } why)
            {
                throw new IdentityException(why);
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{path}: {refused.Message}");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static string? Problem(SafeFileHandle file, string path, uint user) =>
        (File.GetUnixFileMode(file) & Others) != UnixFileMode.None
            ? $"{path}: others may read or write it; chmod 600 it"
            : FileOwner.Of(file)?.WhyNotOf(user, path);
}
