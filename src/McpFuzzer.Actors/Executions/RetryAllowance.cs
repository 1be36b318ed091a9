using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>The executor's retry budget, drawn on from whatever thread an attempt has failed on.</summary>
internal sealed class RetryAllowance(RetryBudget budget, TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();
    private RetryBudget.Balance _balance = budget.Full(TimeSpan.Zero);

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>So many operations are begun for the first time.</summary>
    public void Begin(int operations)
    {
        RetryBudget.Balance before;
        do
        {
            before = Volatile.Read(ref _balance);
        } while (!TrySet(before, budget.Begin(before, operations, Now)));
    }

    /// <summary>Whether there may be one more retry; if so, it is taken.</summary>
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
