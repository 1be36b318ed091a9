using System.Diagnostics;

namespace McpFuzzer.Actors.Samples.Watch;

/// <summary>A process that other code has started, and that the node does not manage.</summary>
internal sealed class ForeignProcess : IDisposable
{
    private readonly Process _process = Process.Start("sleep", "600");

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public Task WaitForExitAsync() => _process.WaitForExitAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
