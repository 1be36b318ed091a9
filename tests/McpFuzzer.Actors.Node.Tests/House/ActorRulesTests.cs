using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>Bans for actors only, which the list of banned symbols cannot express.</summary>
public sealed partial class ActorRulesTests
{
    private static readonly IReadOnlyList<(string Name, string Text)> Files =
    [
        .. Directory
            .EnumerateFiles(Checkout.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file))),
    ];

    /// <summary>The files of the actors, those of their partial classes included.</summary>
    private static IReadOnlyList<(string Name, string Text)> Actors { get; } =
    [.. Files.Where(file => Files.Any(actor => Actor().IsMatch(actor.Text) && IsPartOf(file.Name, actor.Name)))];

    [Fact]
    public void Should_find_the_actors_when_the_source_is_read()
    {
        Assert.Contains(Actors, actor => actor.Name == "ManagerActor");
        Assert.Contains(Actors, actor => actor.Name == "ProcessActor");
    }

    [Fact]
    public void Should_not_use_Ask_when_it_is_an_actor() =>
        Assert.Empty(
            Actors.Where(actor => actor.Text.Contains(".Ask<", StringComparison.Ordinal)).Select(actor => actor.Name)
        );

    [Fact]
    public void Should_take_no_lock_when_it_is_an_actor() =>
        Assert.Empty(Actors.Where(actor => Lock().IsMatch(actor.Text)).Select(actor => actor.Name));

    [Fact]
    public void Should_limit_the_wait_when_a_reply_is_requested() =>
        Assert.Empty(Files.Where(file => HasAskWithoutTimeout(file.Text)).Select(file => file.Name));

    [Theory]
    [InlineData("actor.Ask<IReply>(new Get());", true)]
    [InlineData("actor.Ask<IReply>(\n    new Get(key, 1)\n);", true)]
    [InlineData("actor.Ask<IReply>(new Get(key), patience);", false)]
    [InlineData("actor.Ask<IReply>(\n    command,\n    Longest,\n    cancellation\n);", false)]
    public void Should_find_a_question_without_a_timeout(string source, bool isFound) =>
        Assert.Equal(isFound, HasAskWithoutTimeout(source));

    private static bool HasAskWithoutTimeout(string source) =>
        Ask().Matches(source).Any(ask => !HasSecondArgument(source[(ask.Index + ask.Length)..]));

    // From behind the opening parenthesis of a call.
    private static bool HasSecondArgument(string arguments)
    {
        var depth = 0;
        foreach (var character in arguments)
        {
            switch (character)
            {
                case ',' when depth == 0:
                    return true;
                case ')' when depth == 0:
                    return false;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    break;
                default:
                    break;
            }
        }

        return false;
    }

    private static bool IsPartOf(string name, string actor) =>
        name == actor || name.StartsWith($"{actor.Split('.')[0]}.", StringComparison.Ordinal);

    [GeneratedRegex(@"\bclass \w+[^;{]*:\s*(UntypedActor|ReceiveActor|ActorBase|AnsweringActor)\b")]
    private static partial Regex Actor();

    [GeneratedRegex(@"\.Ask<[^;(]*>\(")]
    private static partial Regex Ask();

    [GeneratedRegex(@"\block \(")]
    private static partial Regex Lock();
}
