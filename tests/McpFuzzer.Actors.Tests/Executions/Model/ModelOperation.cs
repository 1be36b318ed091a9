namespace McpFuzzer.Actors.Tests.Executions.Model;

/// <summary>How an operation of a model run behaves.</summary>
internal enum Habit
{
    /// <summary>Each attempt returns synchronously.</summary>
    ReturnsAtOnce,

    /// <summary>Each attempt throws synchronously.</summary>
    ThrowsAtOnce,

    /// <summary>It ends on demand, or when its token is cancelled.</summary>
    Heeds,

    /// <summary>It ends on demand.</summary>
    Ignores,
}

/// <summary>One operation of a model run, and its observations.</summary>
internal sealed class ModelOperation(ModelRun run, string name, Habit habit)
{
    private TaskCompletionSource<object?>? _attempt;

    public string Name => name;

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; private set; }

    public bool IsActive => _attempt is not null;

    public bool HasReturned { get; private set; }

    public bool HasThrown { get; private set; }

    /// <summary>When the token of the attempt that runs was cancelled.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }

    public async ValueTask<object?> RunAsync(CancellationToken cancellation)
    {
        Attempts++;
        run.Begins(this);
        switch (habit)
        {
            case Habit.ReturnsAtOnce:
                HasReturned = true;
                return name;
            case Habit.ThrowsAtOnce:
                HasThrown = true;
                throw new InvalidOperationException(name);
        }

        // Continuations run inline: everything is on one thread.
        var attempt = new TaskCompletionSource<object?>();
        _attempt = attempt;
        CancelledAt = null;
        // Not "await using", which would wait for the callback that may be calling it.
        using var registration = cancellation.Register(() =>
        {
            CancelledAt = run.Now;
            if (habit == Habit.Heeds)
            {
                Leave().SetCanceled(cancellation);
            }
        });
        return await attempt.Task;
    }

    public void Return()
    {
        var attempt = Leave();
        HasReturned |= CancelledAt is null;
        attempt.SetResult(name);
    }

    public void Throw()
    {
        var attempt = Leave();
        HasThrown |= CancelledAt is null;
        attempt.SetException(new InvalidOperationException(name));
    }

    // Before the end of the attempt, since the next one may start within it.
    private TaskCompletionSource<object?> Leave()
    {
        var attempt = _attempt!;
        _attempt = null;
        return attempt;
    }
}
