using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Foreground;

/// <summary>
/// Catches the signals that a foreground command would receive in our place. It keeps those that arrive before a
/// listener is set.
/// </summary>
internal sealed class ReceivedSignals : IDisposable
{
    private static readonly ProcessSignal[] Caught =
    [
        ProcessSignal.HangUp,
        ProcessSignal.Interrupt,
        ProcessSignal.Quit,
        ProcessSignal.User1,
        ProcessSignal.User2,
        ProcessSignal.Terminate,
        ProcessSignal.Continue,
        ProcessSignal.TerminalStop,
        ProcessSignal.WindowChange,
    ];

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Queue<ProcessSignal> _kept = new();
    private readonly Lock _gate = new();
    private Action<ProcessSignal>? _listener;

    internal ReceivedSignals()
    {
        foreach (var signal in Caught)
        {
            // .NET accepts a raw number of the system as a PosixSignal.
            _registrations.Add(
                PosixSignalRegistration.Create((PosixSignal)signal.Number, context => OnReceived(signal, context))
            );
        }
    }

    /// <summary>Hands over the signals that have arrived, in order, and then each new one.</summary>
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
