namespace McpFuzzer.Actors.Os.Tests.Contract;

public abstract partial class ProcessHostContract
{
    private const ulong Soft = 900;

    [Fact]
    public async Task Should_give_children_the_soft_limit_of_open_files_and_keep_that_of_the_node()
    {
        var ours = OpenFilesOf("self");
        Use(Options with { SoftOpenFiles = Soft });

        await AssertOpenFilesAsync(Soft, ours.Hard);

        Assert.Equal(ours, OpenFilesOf("self"));
    }

    [Fact]
    public async Task Should_give_children_the_soft_limit_when_the_node_has_more_files_open_than_it_allows()
    {
        var ours = OpenFilesOf("self");
        Use(Options with { SoftOpenFiles = Soft });
        var held = Enumerable.Range(0, (int)Soft).Select(_ => File.OpenHandle("/dev/null")).ToList();
        try
        {
            await AssertOpenFilesAsync(Soft, ours.Hard);
        }
        finally
        {
            held.ForEach(file => file.Dispose());
        }
    }

    [Fact]
    public async Task Should_give_children_the_limits_of_the_node_when_none_is_restored()
    {
        Use(Options with { SoftOpenFiles = null });

        var (soft, hard) = OpenFilesOf("self");
        await AssertOpenFilesAsync(soft, hard);
    }

    // After a line of input: by then a limit that is set after the start applies.
    private async Task AssertOpenFilesAsync(ulong soft, ulong hard)
    {
        var (handle, recorder) = await ShellAsync("read line; ulimit -Sn; ulimit -Hn", Piped);
        handle.CloseStdin();

        var shown = System.Text.Encoding.UTF8.GetString(await ReadAllAsync(handle.Stdout!));

        Assert.Equal($"{Shown(soft)}\n{Shown(hard)}\n", shown);
        await recorder.Exit;
        await EndAsync(handle);
    }

    private static string Shown(ulong limit) => limit == ulong.MaxValue ? "unlimited" : $"{limit}";

    private static (ulong Soft, ulong Hard) OpenFilesOf(string process) =>
        Os.Starting.SoftOpenFiles.Parse(File.ReadAllText($"/proc/{process}/limits"))!.Value;
}
