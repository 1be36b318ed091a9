using System.Diagnostics;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>The result of one <c>mcpfuzzer run</c>, with its exact output.</summary>
internal sealed record CommandResult(int ExitCode, byte[] Output, byte[] Error);

/// <summary>One <c>mcpfuzzer run</c> with the test's streams.</summary>
internal sealed class RunningCommand(Process process)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public int Pid => process.Id;

    public Stream Stdin => process.StandardInput.BaseStream;

    public Stream Stdout => process.StandardOutput.BaseStream;

    /// <summary>Waits for the next line of stdout, and checks it.</summary>
    public async Task ExpectLineAsync(string expected)
    {
        var line = new List<byte>();
        var one = new byte[1];
        using var patience = new CancellationTokenSource(Patience);
        while (await Stdout.ReadAsync(one, patience.Token) == 1 && one[0] != '\n')
        {
            line.Add(one[0]);
        }

        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString([.. line]));
    }

    /// <summary>Writes its stdin, and waits for its exit and for the rest of its output.</summary>
    public async Task<CommandResult> EndAsync(byte[]? input = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = ReadAsync(Stdout, patience.Token);
        var error = ReadAsync(process.StandardError.BaseStream, patience.Token);
        await FeedAsync(input ?? [], patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new CommandResult(process.ExitCode, await output, await error);
    }

    private async Task FeedAsync(byte[] input, CancellationToken patience)
    {
        try
        {
            await Stdin.WriteAsync(input, patience);
            Stdin.Close();
        }
        catch (IOException)
        {
            // It has closed its stdin.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken patience)
    {
        using var bytes = new MemoryStream();
        try
        {
            await stream.CopyToAsync(bytes, patience);
        }
        catch (ObjectDisposedException)
        {
            // The test has closed it.
        }

        return bytes.ToArray();
    }
}
