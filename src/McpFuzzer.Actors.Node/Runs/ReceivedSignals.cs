using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The signals that are sent to us, from the first moment on: what comes before somebody listens is kept for him.</summary>
internal sealed class ReceivedSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Queue<int> _kept = new();
    private readonly Lock _gate = new();
    private Action<int>? _listener;

    public ReceivedSignals()
    {
        foreach (var signal in SignalNumbers.Received)
        {
            // .NET takes a raw number for one of the system's.
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context => On(signal, context)));
        }
    }

    /// <summary>Tells all that came, in their order, and all that will come.</summary>
    public void Listen(Action<int> listener)
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

    private void On(int signal, PosixSignalContext context)
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
