using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Os.Files;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The file of <c>--status</c>. It is written whole or not at all, and only its owner may read it.</summary>
internal sealed class StatusFile
{
    private readonly string _given;
    private readonly string _path;

    // In the same folder, since a rename is atomic within one file system only. Its name is random, so that no other
    // process can have put something there.
    private readonly string _part;

    private StatusFile(string given, string path)
    {
        _given = given;
        _path = path;
        // The folder stays open until this process ends. The name is text, even where that of the file is not.
        var folder = new ReachablePath(Path.GetDirectoryName(path) ?? "/");
        var name = ByteText.IsOdd(path) ? "mcpfuzzer" : Path.GetFileName(path);
        _part = Path.Combine(folder.Value, $".{name}.{Path.GetRandomFileName()}.tmp");
    }

    /// <summary>Opens the file, and proves before anything is started that it can be written.</summary>
    /// <exception cref="UsageException">It can't be written.</exception>
    public static StatusFile Open(string given)
    {
        var file = new StatusFile(given, Resolve(given));
        using var there = new ReachablePath(file._path);
        if (Directory.Exists(there.Value))
        {
            throw file.Rejection("is a folder: must be a file");
        }

        // The rename would replace a device or a pipe.
        if (Path.Exists(there.Value) && !FileKind.IsRegular(there.Value))
        {
            throw file.Rejection("is not a regular file");
        }

        try
        {
            using (file.Create()) { }

            File.Delete(file._part);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw file.Rejection(failure.Message);
        }
    }

    /// <summary>Writes the status.</summary>
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
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Rejection(failure.Message);
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

    // A link stays; its target is written.
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
            // It does not exist, or the links form a circle, which the creation reports.
            return path;
        }
    }

    private UsageException Rejection(string why) => new($"--status {Printable.Escape(_given)}: {OneLine.Of(why)}");
}
