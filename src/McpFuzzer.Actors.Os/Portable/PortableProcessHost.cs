using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>
/// The host on <see cref="Process" />, for every system without glibc. A child shares the node's group, session and
/// ignored signals, so that only its leader is certain.
/// </summary>
internal sealed class PortableProcessHost : IProcessHost
{
    private readonly ConcurrentDictionary<PortableProcessHandle, byte> _living = new();
    private readonly TimeProvider _time;
    private readonly HostOptions _options;
    private readonly SpawnQueue _starts;
    private readonly Lazy<Task> _disposal;

    internal PortableProcessHost(TimeProvider time, HostOptions options)
    {
        if (options.Containment is { } wanted and not ContainmentLevel.Leader)
        {
            throw new ContainmentUnavailableException(wanted, "this system has no Linux host");
        }

        ChildSignals.EnsureExitsAreKept();
        _time = time;
        _options = options;
        _starts = new SpawnQueue(options.SpawnThreads, Start, handle => ReapAsync(handle, StopLadder.Default.Verify));
        _disposal = new Lazy<Task>(EndAsync);
    }

    public HostPromises Promises { get; } =
        new(
            ContainmentLevel.Leader,
            DistinguishesSignals: false,
            ReportsStartErrors: false,
            DefaultSignals: false,
            ClosesDescriptors: false
        );

    public Task<StartResult> StartAsync(ProcessSpec spec, CancellationToken cancellation) =>
        _starts.StartAsync(spec, cancellation);

    public Task<BindResult> BindAsync(int pid) =>
        Task.FromResult<BindResult>(
            new BindResult.Rejected(
                BindRejection.Unsupported,
                "external processes cannot be watched here: without pidfds (Linux 5.4) signals go by pid"
            )
        );

    public Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify) =>
        Reaper.ReapAsync(handle, verify, _time);

    public ValueTask DisposeAsync() => new(_disposal.Value);

    private async Task EndAsync()
    {
        await _starts.DisposeAsync();
        await Task.WhenAll(_living.Keys.Select(handle => ReapAsync(handle, StopLadder.Default.Verify)));
    }

    private StartResult Start(ProcessSpec spec)
    {
        if (SpecValidation.Of(spec) is { } rejection)
        {
            return new StartResult.Failed(SpawnError.Other, rejection);
        }

        if (spec.User is { } user)
        {
            return new StartResult.Failed(
                SpawnError.Other,
                $"It cannot run as {user}: the portable host starts processes as the node's user."
            );
        }

        if (spec.Terminal is not null)
        {
            return new StartResult.Failed(
                SpawnError.Other,
                "It cannot get a terminal: the portable host starts processes with the node's."
            );
        }

        if (spec.Limits?.OpenFiles is { } files)
        {
            return new StartResult.Failed(
                SpawnError.Other,
                $"Limits.OpenFiles = {files} cannot be set: the portable host starts processes without it."
            );
        }

        // Process reports a missing directory as a missing command.
        if (StartErrors.OfDirectory(spec.WorkingDirectory) is { } badDirectory)
        {
            return badDirectory;
        }

        var environment = ChildEnvironment.Of(spec);
        var path = OperatingSystem.IsWindows()
            ? spec.Command[0]
            : CommandLookup.Find(
                spec.Command[0],
                spec.WorkingDirectory,
                environment.GetValueOrDefault(CommandLookup.PathVariable)
            );
        if (path is null)
        {
            return StartErrors.CommandNotFound(spec.Command[0]);
        }

        // For a directory Process throws with an error number that no system call returned.
        if (StartErrors.OfCommand(path) is { } notAFile)
        {
            return notAFile;
        }

#pragma warning disable RS0030 // The one place that starts processes without the help of the kernel.
        var process = new Process { StartInfo = StartInfoOf(spec, path, environment) };
        try
        {
            using var soft = SoftOpenFiles.Begin(_options.SoftOpenFiles);
            process.Start();
#pragma warning restore RS0030
            soft.Ensure(process.Id);
        }
        catch (Win32Exception failure)
        {
            process.Dispose();
            return StartErrors.Of(failure.NativeErrorCode, path, spec.WorkingDirectory);
        }

        var handle = new PortableProcessHandle(process, spec, _time, _options, Forget);
        _living.TryAdd(handle, 0);
        handle.Start();
        return new StartResult.Started(handle);
    }

    private static ProcessStartInfo StartInfoOf(ProcessSpec spec, string path, Dictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(path, spec.Command.Skip(1))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = spec.WorkingDirectory ?? "",
            // A null stream is redirected too, then closed or discarded.
            RedirectStandardInput = spec.Stdin != StdioMode.Inherited,
            RedirectStandardOutput = spec.Stdout != StdioMode.Inherited,
            RedirectStandardError = spec.Stderr != StdioMode.Inherited,
        };
        info.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private void Forget(PortableProcessHandle handle) => _living.TryRemove(handle, out _);
}
