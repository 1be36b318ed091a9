using static McpFuzzer.Actors.Os.Posix.TerminalCalls;

namespace McpFuzzer.Actors.Os.Foreground;

/// <summary>Our own terminal, raw as long as each key is the command's, as under ssh(1) and script(1).</summary>
internal sealed unsafe class OwnTerminal
{
    private const int Input = (int)StandardStream.Input;

    private readonly Lock _gate = new();
    private readonly byte[] _before = new byte[SettingsSize];
    private bool _isWanted;
    private bool _isRaw;

    /// <summary>The keys are the command's from now on.</summary>
    internal void BeginRaw()
    {
        lock (_gate)
        {
            _isWanted = true;
            MakeRaw();
        }
    }

    /// <summary>The terminal may be ours again, after it was the shell's.</summary>
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

    /// <summary>The terminal is the shell's for a while.</summary>
    internal void SuspendRaw()
    {
        lock (_gate)
        {
            Restore();
        }
    }

    /// <summary>The keys are ours.</summary>
    internal void EndRaw()
    {
        lock (_gate)
        {
            _isWanted = false;
            Restore();
        }
    }

    // Nothing in the background: the terminal would stop us, and is another's.
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
