using System.CommandLine;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.SampleServer;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary><c>mcpfuzzer sample-server</c>: the target of <c>fuzz</c> where none is named, on our own stdio.</summary>
internal sealed class SampleServerVerb : Verb
{
    public override string Name => OwnCommand.SampleServerVerb;

    public override string Summary => "Serves MCP on stdio, with planted bugs.";

    public override bool IsHidden => true;

    public override string? Rejection => Target is null ? null : $"{Name}: takes no command";

    public override string RejectionOf(IReadOnlyList<string> words, string? argument) =>
        $"{Printable.Escape(words[0])}: {Name} takes no words";

    public override Task<int> RunAsync(NodeConsole console) => SampleMcpServer.RunAsync([], CancellationToken.None);

    protected override IReadOnlyList<Option> BuildOptions() => [];
}
