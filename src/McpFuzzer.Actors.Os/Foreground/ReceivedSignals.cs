using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Foreground;

/// <summary>
/// Catches signals to this process. It keeps those that arrive before a listener is set.
/// </summary>
internal sealed class ReceivedSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Queue<ProcessSignal> _kept = new();
    private readonly Lock _gate = new();
    private Action<ProcessSignal>? _listener;

    private ReceivedSignals(params ReadOnlySpan<ProcessSignal> caught)
    {
        foreach (var signal in caught)
        {
            if (DotNetSignal(signal) is { } known)
            {
                _registrations.Add(PosixSignalRegistration.Create(known, context => OnReceived(signal, context)));
            }
        }
    }

    /// <summary>Catches the signals that ask a process to end.</summary>
    internal static ReceivedSignals CatchEnding() =>
        new(ProcessSignal.Interrupt, ProcessSignal.Terminate, ProcessSignal.HangUp);

    /// <summary>Catches the signals that a foreground command would receive in our place.</summary>
    internal static ReceivedSignals CatchForeground() =>
        new(
            ProcessSignal.HangUp,
            ProcessSignal.Interrupt,
            ProcessSignal.Quit,
            ProcessSignal.User1,
            ProcessSignal.User2,
            ProcessSignal.Terminate,
            ProcessSignal.Continue,
            ProcessSignal.TerminalStop,
            ProcessSignal.WindowChange
        );

    /// <summary>Hands over the signals that have arrived, in order, and then each new one, one at a time.</summary>
    internal void Listen(Action<ProcessSignal> listener)
    {
        lock (_gate)
        {
            _listener = listener;
            while (_kept.TryDequeue(out var signal))
            {
                listener(signal);
            }
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    // .NET has names for the events of a Windows console. Elsewhere it accepts a raw number of the system.
    private static PosixSignal? DotNetSignal(ProcessSignal signal) =>
        signal.NumberHere switch
        {
            SignalNumbers.SIGHUP => PosixSignal.SIGHUP,
            SignalNumbers.SIGINT => PosixSignal.SIGINT,
            SignalNumbers.SIGQUIT => PosixSignal.SIGQUIT,
            SignalNumbers.SIGTERM => PosixSignal.SIGTERM,
            { } number when !OperatingSystem.IsWindows() => (PosixSignal)number,
            _ => null,
        };

    private void OnReceived(ProcessSignal signal, PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_gate)
        {
            if (_listener is null)
            {
                _kept.Enqueue(signal);
            }
            else
            {
                _listener(signal);
            }
        }
    }
}
