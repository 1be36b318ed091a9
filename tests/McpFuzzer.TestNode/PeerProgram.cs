using System.Diagnostics;
using CliWrap;

namespace McpFuzzer.TestNode;

/// <summary>The program that a user would write without this system: another library starts the children.</summary>
internal static class PeerProgram
{
    /// <summary>Prints READY when every child has written its line, then waits for the end of stdin.</summary>
    public static async Task<int> RunAsync(string peer, NodeSettings settings)
    {
        using var ready = new CountdownEvent(settings.Count);
        for (var child = 0; child < settings.Count; child++)
        {
            var script = settings.Scripts[child % settings.Scripts.Count];
            if (peer == "cliwrap")
            {
                var command = Cli.Wrap("sh").WithArguments(["-c", script]) | PipeTarget.ToDelegate(_ => ready.Signal());
                _ = command.ExecuteAsync();
            }
            else
            {
                var info = new ProcessStartInfo("sh", ["-c", script])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                };
                await Process.Start(info)!.StandardOutput.ReadLineAsync();
                ready.Signal();
            }
        }

        ready.Wait();
        await Console.Out.WriteLineAsync("READY");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
