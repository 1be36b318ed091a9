using static McpFuzzer.Actors.Node.Runs.Terminals.TerminalCalls;

namespace McpFuzzer.Actors.Node.Runs.Terminals;

/// <summary>Our own terminal, raw as long as each key is the command's, as under ssh(1) and script(1).</summary>
internal sealed unsafe class OwnTerminal
{
    private readonly Lock _gate = new();
    private readonly byte[] _before = new byte[SettingsSize];
    private bool _isWanted;
    private bool _isRaw;

    public static bool Is(int descriptor) => isatty(descriptor) == 1;

    /// <summary>The keys are the command's from now on.</summary>
    public void BeginRaw()
    {
        lock (_gate)
        {
            _isWanted = true;
            MakeRaw();
        }
    }

    /// <summary>The terminal may be ours again, after it was the shell's.</summary>
    public void ContinueRaw()
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
    public void SuspendRaw()
    {
        lock (_gate)
        {
            Restore();
        }
    }

    /// <summary>The keys are ours.</summary>
    public void EndRaw()
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
        if (_isRaw || tcgetpgrp(Descriptor.Input) != getpgid(0))
        {
            return;
        }

        fixed (byte* before = _before)
        {
            var raw = stackalloc byte[SettingsSize];
            if (tcgetattr(Descriptor.Input, before) == 0 && tcgetattr(Descriptor.Input, raw) == 0)
            {
                cfmakeraw(raw);
                _isRaw = tcsetattr(Descriptor.Input, TCSADRAIN, raw) == 0;
            }
        }
    }

    private void Restore()
    {
        if (_isRaw)
        {
            fixed (byte* before = _before)
            {
                _isRaw = tcsetattr(Descriptor.Input, TCSADRAIN, before) != 0;
            }
        }
    }
}
