using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Linux.External;
using McpFuzzer.Actors.Os.Linux.Measuring;
using McpFuzzer.Actors.Os.Linux.Users;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>The host on glibc and pidfds. Its threads: a few that spawn, one that watches.</summary>
internal sealed class LinuxProcessHost : IProcessHost
{
    private readonly ConcurrentDictionary<LinuxProcessHandle, byte> _handles = new();
    private readonly TimeProvider _time;
    private readonly HostOptions _options;
    private readonly EventLoop _loop;
    private readonly LinuxContainment _containment;
    private readonly ExternalBinder _binder;
    private readonly SetMeter _meter = new();
    private readonly InheritedEnvironment _environment = InheritedEnvironment.Read(clean: false);
    private readonly InheritedEnvironment _cleanEnvironment = InheritedEnvironment.Read(clean: true);
    private readonly SpawnQueue _starts;
    private readonly InheritedDescriptors? _passed;
    private readonly Lazy<Task> _disposal;
    private int _nullDevice;

    internal LinuxProcessHost(TimeProvider time, HostOptions options)
    {
        var containment = ContainmentSetup.Choose(options, time);
        ChildSignals.EnsureExitsAreKept();
        _time = time;
        _options = options;
        _passed = options.PassDescriptors ? new InheritedDescriptors() : null;
        _nullDevice = Descriptors.OpenNullDevice();
        _loop = new EventLoop(options.OnFault);
        _containment = new LinuxContainment(containment, _loop, _nullDevice, options, time);
        _binder = new ExternalBinder(_containment);
        _starts = new SpawnQueue(
            options.SpawnThreads,
            Start,
            handle => ReapAsync(handle, StopLadder.Default.Verify),
            afterEach: _loop.Wake,
            joinThread: _containment.JoinSpawningThreads
        );
        _disposal = new Lazy<Task>(EndAsync);
    }

    public HostPromises Promises =>
        new(
            _containment.Level,
            DistinguishesSignals: true,
            ReportsStartErrors: true,
            DefaultSignals: !_options.InheritSignals,
            ClosesDescriptors: _passed is null
        );

    internal LinuxContainment Containment => _containment;

    public Task<StartResult> StartAsync(ProcessSpec spec, CancellationToken cancellation) =>
        _starts.StartAsync(spec, cancellation);

    public async Task<BindResult> BindAsync(int pid)
    {
        // Not on the caller's context, which may be an actor's.
        var result = await _containment.RunAsync(() => Bind(pid)).ConfigureAwait(false);
        return result is BindResult.Bound { Process: ExternalProcess process }
            ? await WatchAsync(process).ConfigureAwait(false)
            : result;
    }

    public Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify) =>
        Reaper.ReapAsync(handle, verify, _time);

    public ValueTask DisposeAsync() => new(_disposal.Value);

    private async Task EndAsync()
    {
        await _starts.DisposeAsync();
        await Task.WhenAll(_handles.Keys.Select(handle => ReapAsync(handle, StopLadder.Default.Verify)));
        _meter.Stop();
        await _containment.DisposeAsync();
        _loop.Stop();
        Descriptors.Close(ref _nullDevice);
    }

    private StartResult Start(ProcessSpec given)
    {
        UserAccount? account = null;
        if ((SpecValidation.Of(given) ?? UserAccount.TryFind(given.User, out account)) is { } rejection)
        {
            return new StartResult.Failed(SpawnError.Other, rejection);
        }

        var spec = account?.Over(given) ?? given;

        if (StartErrors.OfDirectory(spec.WorkingDirectory) is { } badDirectory)
        {
            return badDirectory;
        }

        if (spec.Terminal is { } terminal && !File.Exists(terminal))
        {
            return new StartResult.Failed(SpawnError.Other, $"The terminal '{terminal}' does not exist.");
        }

        var inherited = spec.CleanEnvironment ? _cleanEnvironment : _environment;
        var searched = inherited.PathAfter(spec.Environment);
        if (CommandLookup.Find(spec.Command[0], spec.WorkingDirectory, searched) is not { } path)
        {
            return StartErrors.CommandNotFound(spec.Command[0]);
        }

        if (account is not null && UserStart.TryReach(account, spec, searched, ref path) is { } unreachable)
        {
            return unreachable;
        }

        using var stdio = ChildStdio.TryOpen(spec, _nullDevice, out var error);
        if (stdio is null)
        {
            return StartErrors.OfPreparation(error);
        }

        var changes = new Dictionary<string, string?>(spec.Environment);
        var set = _containment.TryBegin(changes, spec.Limits);
        if (set is null)
        {
            return new StartResult.Failed(
                SpawnError.NoResources,
                $"A control group for it could not be made below {_containment.Charge.Cgroup}"
            );
        }

        using var environment = inherited.With(changes);
        var order = new SpawnOrder
        {
            Path = path,
            Arguments = spec.Command,
            Environment = environment,
            WorkingDirectory = spec.WorkingDirectory,
            Tags = set.Tags,
            SoftOpenFiles = _options.SoftOpenFiles,
            InheritSignals = _options.InheritSignals,
            Passed = _passed,
            Account = account,
            Terminal = spec.Terminal,
        };
        error = SpawnCall.TrySpawn(order, stdio.Sources, out var pid);
        if (error != 0)
        {
            _containment.Release(set);
            return UserStart.ErrorOf(account, error, path, spec.WorkingDirectory);
        }

        return Adopt(spec, set, pid, stdio);
    }

    private StartResult Adopt(ProcessSpec spec, ProcessSet set, int pid, ChildStdio stdio)
    {
        _containment.Spawned(set, pid);
        // The child is not reaped, so the pid still belongs to it.
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            _containment.Release(set);
            UnwatchedChild.End(pid);
            return StartErrors.OfPreparation(error);
        }

        var notLimited = OpenFilesLimit.Apply(pid, spec.Limits, _options.SoftOpenFiles);
        var handle = new LinuxProcessHandle(
            _loop,
            _meter,
            _time,
            _options,
            spec,
            _containment,
            set,
            pidfd,
            stdio,
            Forget
        );
        _handles.TryAdd(handle, 0);
        handle.Start();
        return notLimited is null ? new StartResult.Started(handle) : new StartResult.Unwanted(handle, notLimited);
    }

    private BindResult Bind(int pid) =>
        _binder.TryBind(pid, out var pidfd, out var stat) is { } rejection
            ? rejection
            : new BindResult.Bound(new ExternalProcess(_loop, pidfd, stat));

    private Task<BindResult> WatchAsync(ExternalProcess process)
    {
        var result = new TaskCompletionSource<BindResult>();
        var posted = _loop.Post(() =>
        {
            try
            {
                process.Start();
            }
            catch (IOException full)
            {
                process.Dispose();
                result.SetResult(new BindResult.Rejected(BindRejection.NoResources, full.Message));
                return;
            }

            result.SetResult(new BindResult.Bound(process));
        });
        if (!posted)
        {
            process.Dispose();
            result.SetException(new ObjectDisposedException(nameof(LinuxProcessHost)));
        }

        return result.Task;
    }

    private void Forget(LinuxProcessHandle handle) => _handles.TryRemove(handle, out _);
}
