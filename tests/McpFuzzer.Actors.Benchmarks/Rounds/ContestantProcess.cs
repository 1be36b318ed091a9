using System.Diagnostics;
using System.Text.Json;
using McpFuzzer.Actors.Benchmarks.Native;
using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Benchmarks.Scenarios;

namespace McpFuzzer.Actors.Benchmarks.Rounds;

/// <summary>Measures one contestant once, in a separate process that prints one line of JSON.</summary>
internal sealed class ContestantProcess(NativeProgram native, Leftovers leftovers, string folder)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(1);

    public bool CanRun(Contestant contestant) =>
        (native.Path is not null || !(contestant.IsNative || contestant.NeedsNative))
        && (contestant.Program is not { } program || File.Exists(Programs.PathOf(folder, program)));

    public async Task<Outcome> MeasureAsync(IScenario scenario, Contestant contestant)
    {
        var outcome = await RunAsync(scenario, contestant);
        var left = leftovers.End();
        return left == 0 ? outcome : Outcome.Failed($"left {left} processes running; {outcome}");
    }

    private async Task<Outcome> RunAsync(IScenario scenario, Contestant contestant)
    {
        using var process = new Process { StartInfo = Command(scenario, contestant) };
        process.StartInfo.Environment[Leftovers.Cookie] = leftovers.Id;
        // All code is compiled once, and fully. On a busy machine the later tiers would take longer than a measurement.
        process.StartInfo.Environment["DOTNET_TieredCompilation"] = "0";
        process.StartInfo.Environment[Programs.Variable] = folder;
        process.StartInfo.Environment[PeerProcess.StateVariable] = Path.Combine(folder, "state");
        process.StartInfo.Environment[PeerProcess.NativeVariable] = native.Path is null
            ? null
            : Path.GetFullPath(native.Path);
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(LongestRun);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return Outcome.Failed($"not ready after {LongestRun.TotalSeconds:0} s");
        }

        return process.ExitCode == 0
            ? Read(await output)
            : Outcome.Failed($"exit code {process.ExitCode}: {FirstLine(await errors)}");
    }

    private ProcessStartInfo Command(IScenario scenario, Contestant contestant)
    {
        IEnumerable<string> command = contestant.Peer is { } peer
            ? [.. Self(), .. PeerProcess.Arguments(peer, scenario.Name, contestant.Variant)]
            : [native.Path!, .. contestant.Variant.Split(' ')];
        return new ProcessStartInfo(command.First(), command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    // By the program of the same name, or by dotnet and the assembly.
    private static IEnumerable<string> Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, typeof(ContestantProcess).Assembly.Location]
            : [Environment.ProcessPath!];

    private static Outcome Read(string output)
    {
        try
        {
            return new Outcome(JsonSerializer.Deserialize<Dictionary<string, double>>(output)!, null);
        }
        catch (JsonException)
        {
            return Outcome.Failed($"no figures: {FirstLine(output)}");
        }
    }

    private static string FirstLine(string text) => text.Trim().Split('\n')[0].Trim();
}
