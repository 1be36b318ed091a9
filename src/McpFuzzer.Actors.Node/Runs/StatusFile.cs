using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Os.Files;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>Where <c>--status</c> goes: whole, under its name, or not at all, and for its owner's eyes alone.</summary>
internal sealed class StatusFile
{
    private readonly string _given;
    private readonly string _path;

    // In the same folder, since a rename is atomic within one file system only; of a name that nobody can have put something else under.
    private readonly string _part;

    private StatusFile(string given, string path)
    {
        _given = given;
        _path = path;
        // Held until we end; its own name is text, whatever that of the file is.
        var folder = new ReachablePath(Path.GetDirectoryName(path) ?? "/");
        var name = ByteText.IsOdd(path) ? "mcpfuzzer" : Path.GetFileName(path);
        _part = Path.Combine(folder.Value, $".{name}.{Path.GetRandomFileName()}.tmp");
    }

    /// <summary>Proves, before anything is started, that it can be written.</summary>
    /// <exception cref="UsageException">It can't.</exception>
    public static StatusFile Open(string given)
    {
        var file = new StatusFile(given, Resolve(given));
        using var there = new ReachablePath(file._path);
        if (Directory.Exists(there.Value))
        {
            throw file.Refuse("is a folder: must be a file");
        }

        // A device or a pipe would be taken out of its folder by the rename.
        if (Path.Exists(there.Value) && !FileKind.IsRegular(there.Value))
        {
            throw file.Refuse("is no regular file");
        }

        try
        {
            using (file.Create()) { }

            File.Delete(file._part);
            return file;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw file.Refuse(refused.Message);
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="UsageException">It can't be written, though it could before.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        try
        {
            using (var part = Create())
            {
                part.Write(content);
                part.Flush(flushToDisk: true);
            }

            ReachablePath.Rename(_part, _path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Refuse(refused.Message);
        }
    }

    private FileStream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(_part, options);
    }

    // A link stays, and what it leads to is written.
    private static string Resolve(string given)
    {
        var path = ReachablePath.InWorkingDirectory(given);
        try
        {
            return ByteText.IsOdd(path)
                ? path
                : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // It does not exist, or is a circle, which its creation will tell.
            return path;
        }
    }

    private UsageException Refuse(string why) => new($"--status {Printable.Escape(_given)}: {OneLine.Of(why)}");
}
