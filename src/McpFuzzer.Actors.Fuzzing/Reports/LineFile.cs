namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>
/// A file to which lines are appended while a campaign runs. The first failure is reported and ends the file, but not
/// the campaign: no call throws because of the disk.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private readonly Action<string> _tell;
    private readonly Func<Stream> _open;
    private Stream? _stream;

    /// <summary>Creates the file with its first line.</summary>
    /// <param name="path">As the user would name it.</param>
    /// <param name="tell">Receives the one line about a failure.</param>
    public LineFile(string path, Action<string> tell)
        : this(path, tell, () => Create(path)) { }

    internal LineFile(string path, Action<string> tell, Func<Stream> open)
    {
        Path = path;
        _tell = tell;
        _open = open;
    }

    public string Path { get; }

    /// <summary>A line could not be written: the file is incomplete, or was never made.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The file has been made.</summary>
    public bool IsOpen => _stream is not null;

    /// <summary>Appends a line.</summary>
    /// <param name="line">With its newline.</param>
    /// <param name="toDisk">Returns when the line would survive a crash of the machine.</param>
    public void Append(ReadOnlySpan<byte> line, bool toDisk = false)
    {
        if (IsLost)
        {
            return;
        }

        try
        {
            _stream ??= _open();
            _stream.Write(line);
            _stream.Flush();
            if (toDisk && _stream is FileStream file)
            {
                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            IsLost = true;
            _tell($"can't write {Path}: {FileFailure.ReasonOf(failure)}; the run goes on without it");
        }
    }

    public void Dispose() => _stream?.Dispose();

    // Without a buffer, so that Dispose writes nothing.
    private static FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
}
