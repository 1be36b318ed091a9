using static McpFuzzer.Actors.Os.Posix.TerminalCalls;

namespace McpFuzzer.Actors.Os.Foreground;

/// <summary>Our own terminal. It is raw while the command receives every key, as under ssh(1) and script(1).</summary>
internal sealed unsafe class OwnTerminal
{
    private const int Input = (int)StandardStream.Input;

    private readonly Lock _gate = new();
    private readonly byte[] _before = new byte[SettingsSize];
    private bool _isWanted;
    private bool _isRaw;

    /// <summary>From now on the command receives every key.</summary>
    internal void BeginRaw()
    {
        lock (_gate)
        {
            _isWanted = true;
            MakeRaw();
        }
    }

    /// <summary>Makes the terminal raw again after the shell had it.</summary>
    internal void ContinueRaw()
    {
        lock (_gate)
        {
            if (_isWanted)
            {
                MakeRaw();
            }
        }
    }

    /// <summary>Restores the terminal while the shell has it.</summary>
    internal void SuspendRaw()
    {
        lock (_gate)
        {
            Restore();
        }
    }

    /// <summary>Restores the terminal: the keys are signals to us again.</summary>
    internal void EndRaw()
    {
        lock (_gate)
        {
            _isWanted = false;
            Restore();
        }
    }

    // Not in the background: the terminal belongs to another group, and would stop us.
    private void MakeRaw()
    {
        if (_isRaw || tcgetpgrp(Input) != getpgid(0))
        {
            return;
        }

        fixed (byte* before = _before)
        {
            var raw = stackalloc byte[SettingsSize];
            if (tcgetattr(Input, before) == 0 && tcgetattr(Input, raw) == 0)
            {
                cfmakeraw(raw);
                _isRaw = tcsetattr(Input, TCSADRAIN, raw) == 0;
            }
        }
    }

    private void Restore()
    {
        if (_isRaw)
        {
            fixed (byte* before = _before)
            {
                _isRaw = tcsetattr(Input, TCSADRAIN, before) != 0;
            }
        }
    }
}
