using System.Diagnostics;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Soak.Driving;

/// <summary>
/// Runs two lanes in parallel, in one state folder. One node lives as long as the soak, and its descriptors, threads
/// and memory must stay flat. Other nodes are killed one after another, and may leave no process behind.
/// </summary>
internal sealed class SoakRun(SoakOptions options)
{
    private const int SteadyAbusers = 8;
    private const int DoomedAbusers = 8;
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromSeconds(30);

    private readonly string _mark = $"soak-{Guid.NewGuid():N}";
    private readonly List<string> _violations = [];
    private readonly HashSet<long> _lives = [];
    private readonly Totals _totals = new();

    /// <summary>Runs the soak. Returns zero when no rule was violated.</summary>
    internal async Task<int> RunAsync()
    {
        var state = Directory.CreateTempSubdirectory("soak-");
        var until = Stopwatch.GetTimestamp() + (long)(options.Time.TotalSeconds * Stopwatch.Frequency);
        try
        {
            await using var steady = await StartAsync(state, SteadyAbusers, options.Seed, "pausing");
            await DoomAsync(state, steady, until);
            await EndAsync(steady);
            _violations.AddRange(Flatness.Violations(steady.Samples));
            _totals.Steady = steady.Samples;
        }
        catch (Exception fault) when (fault is InvalidOperationException or TimeoutException)
        {
            Violate(fault.Message);
        }

        await AssertNoneLeftAsync(spared: []);
        Leftovers.EndByHand(() => Leftovers.Find(_mark, _lives));
        state.Delete(recursive: true);
        _totals.Show(Console.Out, _violations.Count == 0);
        _violations.ForEach(Console.Error.WriteLine);
        return _violations.Count == 0 ? 0 : 1;
    }

    private async Task DoomAsync(DirectoryInfo state, SoakedNode steady, long until)
    {
        var random = new Random(options.Seed);
        var unswept = false;
        while (Stopwatch.GetTimestamp() < until && _violations.Count == 0)
        {
            var node = await StartAsync(state, DoomedAbusers, random.Next());
            await using var owned = node;
            if (unswept)
            {
                // Node and guardian died together: the next start swept before it was ready.
                await AssertNoneLeftAsync([steady.Pid, node.Pid], _totals.LastKilled);
            }

            // A soak lasts by the clock.
            var life = TimeSpan.FromMilliseconds(random.Next(500, 8000));
            var rest = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), until);
            await Task.Delay(life < rest ? life : rest);
            if (!steady.IsAlive)
            {
                throw new InvalidOperationException($"the steady node has died: {await steady.ComplaintAsync()}");
            }

            var inOrder = random.Next(4) == 0;
            unswept = !inOrder && random.Next(5) == 0;
            var lives = _totals.LivesOf.GetValueOrDefault(node.Pid, []);
            if (inOrder)
            {
                await EndAsync(node);
            }
            else
            {
                await KillAsync(node, unswept);
            }

            _totals.LastKilled = lives;
            if (!unswept)
            {
                await AssertNoneLeftAsync([steady.Pid], lives);
            }
        }
    }

    private async Task<SoakedNode> StartAsync(DirectoryInfo state, int abusers, int seed, params string[] more)
    {
        var level = NodeLevels.Here[^(1 + (seed % 2))];
        var before = Leftovers.LivesIn(state.FullName).ToHashSet();
        var node = await SoakedNode.StartAsync(_mark, [$"{level}", state.FullName, $"{seed}", $"{abusers}", .. more]);
        var own = Leftovers.LivesIn(state.FullName).Where(life => !before.Contains(life)).ToList();
        _lives.UnionWith(own);
        _totals.LivesOf[node.Pid] = own;
        return node;
    }

    private async Task EndAsync(SoakedNode node)
    {
        var code = await node.EndAsync();
        _totals.Add(node.Figures);
        foreach (var violation in node.Figures.Violations)
        {
            Violate(violation);
        }

        if (node.Figures.Open > 0)
        {
            Violate($"{node.Figures.Open} lost exits");
            _totals.LostExits += node.Figures.Open;
        }

        if (code != 0)
        {
            Violate($"a node that was ended in order exited with {code}: {await node.ComplaintAsync()}");
        }
    }

    private async Task KillAsync(SoakedNode node, bool withGuardian)
    {
        await node.KillAsync(withGuardian);
        _totals.Kills++;
        _totals.Add(node.Figures);
        foreach (var violation in node.Figures.Violations)
        {
            Violate(violation);
        }
    }

    private async Task AssertNoneLeftAsync(IReadOnlyCollection<int> spared, IReadOnlyCollection<long>? lives = null)
    {
        // By the marks of one life alone: the targets of the steady node carry the mark of the soak.
        List<int> Left() => Leftovers.Find(lives is null ? _mark : "none", lives ?? _lives, spared);

        var started = Stopwatch.GetTimestamp();
        await Task.Run(() => SpinWait.SpinUntil(() => Left().Count == 0, LeftoverPatience));
        _totals.SlowestEnd = Max(_totals.SlowestEnd, Stopwatch.GetElapsedTime(started));
        var left = Left();
        if (left.Count > 0)
        {
            _totals.Leftovers += left.Count;
            Violate($"left after {LeftoverPatience}: {string.Join(", ", left)}");
        }
    }

    private void Violate(string what) => _violations.Add($"violation: {what}");

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
