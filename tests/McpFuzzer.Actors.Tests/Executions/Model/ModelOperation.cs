namespace McpFuzzer.Actors.Tests.Executions.Model;

/// <summary>How an operation of a model run behaves.</summary>
internal enum Habit
{
    /// <summary>Each attempt returns before it gives its thread back.</summary>
    ReturnsAtOnce,

    /// <summary>Each attempt throws before it gives its thread back.</summary>
    ThrowsAtOnce,

    /// <summary>It ends when it is told to, or when its token is cancelled.</summary>
    Heeds,

    /// <summary>It ends when it is told to.</summary>
    Ignores,
}

/// <summary>One operation of a model run, and all that was seen of it from the inside.</summary>
internal sealed class ModelOperation(ModelRun run, string name, Habit habit)
{
    private TaskCompletionSource<object?>? _attempt;

    public string Name => name;

    /// <summary>How often it was begun.</summary>
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

        // Continuations run where an attempt is ended: everything is on one thread.
        var attempt = new TaskCompletionSource<object?>();
        _attempt = attempt;
        CancelledAt = null;
        // Not "await using", which waits elsewhere for the callback that it may be called from.
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

    // Before the end of the attempt, in which the next one may begin.
    private TaskCompletionSource<object?> Leave()
    {
        var attempt = _attempt!;
        _attempt = null;
        return attempt;
    }
}
