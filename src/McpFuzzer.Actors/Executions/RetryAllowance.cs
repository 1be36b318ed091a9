using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>The executor's retry budget. Thread-safe.</summary>
internal sealed class RetryAllowance(RetryBudget budget, TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();
    private RetryBudget.Balance _balance = budget.Full(TimeSpan.Zero);

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Records that this many operations start for the first time.</summary>
    public void Begin(int operations)
    {
        RetryBudget.Balance before;
        do
        {
            before = Volatile.Read(ref _balance);
        } while (!TrySet(before, budget.Begin(before, operations, Now)));
    }

    /// <summary>Takes one retry; returns false when there is none.</summary>
    public bool TryTake()
    {
        while (true)
        {
            var before = Volatile.Read(ref _balance);
            if (budget.Retry(before, Now) is not { } after)
            {
                return false;
            }

            if (TrySet(before, after))
            {
                return true;
            }
        }
    }

    private bool TrySet(RetryBudget.Balance before, RetryBudget.Balance after) =>
        ReferenceEquals(Interlocked.CompareExchange(ref _balance, after, before), before);
}
