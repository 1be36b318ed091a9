namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>Why the operating system could not start a command.</summary>
public enum SpawnError
{
    /// <summary>The file does not exist, by its path or on the spec's PATH (ENOENT).</summary>
    CommandNotFound,

    /// <summary>The file is not executable, is a directory, or is not accessible (EACCES).</summary>
    NotExecutable,

    /// <summary>The file is executable, but is neither a program nor a script (ENOEXEC).</summary>
    BadFormat,

    /// <summary>The interpreter in the script's first line does not exist.</summary>
    InterpreterMissing,

    /// <summary>The working directory does not exist.</summary>
    WorkingDirectoryMissing,

    /// <summary>The working directory is not a directory, or is not accessible.</summary>
    WorkingDirectoryNotADirectory,

    /// <summary>Arguments and environment exceed the kernel's limit (E2BIG).</summary>
    ArgumentListTooLong,

    /// <summary>No descriptors, processes or memory are left (EMFILE, ENFILE, EAGAIN, ENOMEM).</summary>
    NoResources,

    /// <summary>Any other error; the message has the system's text.</summary>
    Other,
}
