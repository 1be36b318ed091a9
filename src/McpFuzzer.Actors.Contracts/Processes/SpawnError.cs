namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>Why the operating system did not start a command.</summary>
public enum SpawnError
{
    /// <summary>Neither a path nor a name on the spec's PATH leads to a file (ENOENT).</summary>
    CommandNotFound,

    /// <summary>The file has no run bit, is a directory, or may not be read on the way (EACCES).</summary>
    NotExecutable,

    /// <summary>The file has a run bit, but is neither a program nor a script (ENOEXEC).</summary>
    BadFormat,

    /// <summary>The interpreter that the script's first line names does not exist.</summary>
    InterpreterMissing,

    /// <summary>The working directory does not exist.</summary>
    WorkingDirectoryMissing,

    /// <summary>The working directory is something else than a directory, or may not be entered.</summary>
    WorkingDirectoryNotADirectory,

    /// <summary>Arguments and environment are larger than the kernel takes (E2BIG).</summary>
    ArgumentListTooLong,

    /// <summary>No descriptors, processes or memory were left (EMFILE, ENFILE, EAGAIN, ENOMEM).</summary>
    NoResources,

    /// <summary>Anything else; the message carries the system's own words.</summary>
    Other,
}
