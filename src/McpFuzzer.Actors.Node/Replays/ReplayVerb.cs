using System.CommandLine;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Replays;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.Replays;

/// <summary><c>mcpfuzzer replay</c>: sends recorded calls again, those of each finding to a fresh target.</summary>
internal sealed class ReplayVerb : Verb
{
    private readonly SettingsOptions _settings = new();
    private string? _finding;

    public override string Name => "replay";

    public override string Summary => "Sends the recorded calls of each finding again, to a fresh server.";

    public override string Usage => "FILE [options] [-- command args...]";

    public override IReadOnlyList<string> Examples =>
        ["replay report/findings.json", "replay report/findings.json --finding 0291becc2707"];

    public override IReadOnlyList<(string Code, string Meaning)> Codes =>
        [
            ("0", "no finding reproduces"),
            ("1", "a finding reproduces"),
            ("2", "wrong usage or configuration"),
            ("3", "the server could not be started or did not speak MCP"),
            ("4", "a bug of mcpfuzzer"),
        ];

    public override VerbArgument Argument { get; } =
        new("FILE", "A findings.json.", "a file, as in: mcpfuzzer replay findings.json");

    public override string TargetExample => "replay findings.json -- node server.js";

    /// <summary>Returns how the server is started.</summary>
    /// <exception cref="UsageException">
    /// The file does not hold the whole command, or a word of the command is not UTF-8.
    /// </exception>
    public ProcessSpec TargetOf(ReportTarget recorded)
    {
        var given = ArgumentBytes.RequireText(Target);
        if (given is null && recorded.Masked)
        {
            throw new UsageException(
                $"{Printable.Escape(Argument.Value)}: a part of the recorded command is masked as a secret; "
                    + "give the whole command after --"
            );
        }

        var command = given ?? recorded.Command;
        return new ProcessSpec
        {
            Command = command,
            Name = Path.GetFileName(command[0]),
            WorkingDirectory = recorded.WorkingDirectory,
            CleanEnvironment = recorded.CleanEnvironment,
        };
    }

    /// <summary>Returns the findings that are replayed: the one that was named, or all of them.</summary>
    /// <exception cref="UsageException">No finding has that id.</exception>
    public IReadOnlyList<Finding> Chosen(IReadOnlyList<Finding> findings)
    {
        if (_finding is null)
        {
            return findings;
        }

        return findings.FirstOrDefault(finding => finding.Id == _finding) is { } named
            ? [named]
            : throw new UsageException(
                $"--finding = {Printable.Escape(_finding)}: no such finding; the file holds {Ids(findings)}"
            );
    }

    public override async Task<int> RunAsync(NodeConsole console)
    {
        AddressSpace.RequireEnough();
        using var signals = new StopSignals();
        var recorded = FindingsReader.Read(FilePaths.ToRead(Argument.Value));
        var target = TargetOf(recorded.Target);
        var findings = Chosen(recorded.Findings);
        var configuration = NodeConfiguration.Load(_settings.Sources, AmbientSettings.Read(OwnWorkingDirectory.Name));
        await using var node = await RunningNode.StartAsync(configuration, NodeSettings.Read(configuration), console);
        var defaults = new CampaignSpec { Target = target, Seed = 0 };
        var replay = Replay.On(
            node.Manager,
            target,
            node.System.Settings.Config,
            defaults.StartTimeout,
            defaults.CallTimeout,
            TimeProvider.System
        );

        using var ended = new CancellationTokenSource();
        var replaying = ReplayAsync(replay, findings, console, ended.Token);
        if (await Task.WhenAny(replaying, signals.First) == signals.First)
        {
            await ended.CancelAsync();
        }

        try
        {
            return await replaying;
        }
        catch (OperationCanceledException) when (signals.ExitCode is { } signalled)
        {
            return signalled;
        }
    }

    protected override IReadOnlyList<Option> BuildOptions() =>
        [
            new VerbOption<string>(
                "--finding",
                "ID",
                "Replays only this finding.",
                new Texts(),
                finding => _finding = finding
            ),
            .. _settings.Table,
        ];

    private static string Ids(IReadOnlyList<Finding> findings) =>
        findings.Count == 0 ? "none" : string.Join(", ", findings.Select(finding => Printable.Escape(finding.Id)));

    private static async Task<int> ReplayAsync(
        Replay replay,
        IReadOnlyList<Finding> findings,
        NodeConsole console,
        CancellationToken cancellation
    )
    {
        var exitCode = ExitCodes.Clean;
        foreach (var finding in findings)
        {
            var result = await replay.RunAsync(finding, cancellation);
            if (result is ReplayResult.TargetFailed { Failure: var failure })
            {
                console.WriteFailure(failure.Message, failure.StderrTail);
                return ExitCodes.TargetFailed;
            }

            console.WriteOutput(ReplayText.Lines(finding, result));
            exitCode = result is ReplayResult.Shows ? ExitCodes.Findings : exitCode;
        }

        return exitCode;
    }
}
