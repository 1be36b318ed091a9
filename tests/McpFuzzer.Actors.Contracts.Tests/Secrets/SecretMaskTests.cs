using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Contracts.Tests.Secrets;

public sealed class SecretMaskTests
{
    private static readonly Dictionary<string, string> Inherited = new(StringComparer.Ordinal)
    {
        ["HOME"] = "/home/someone",
        ["CI_TOKEN"] = "inherited-value",
    };

    private static readonly ProcessSpec Spec = new()
    {
        Command = ["serve", "--password", "from-argument"],
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["API_KEY"] = "from-environment",
            ["SHORT_KEY"] = "12345",
            ["PLAIN"] = "visible",
            ["GONE_TOKEN"] = null,
        },
    };

    [Fact]
    public void Should_hide_secrets_wherever_they_occur()
    {
        var mask = SecretMask.Of(Spec, Inherited);

        Assert.Equal(
            "a=***, b=***/c, d=***; visible 12345 /home/someone",
            mask.Apply("a=from-environment, b=from-argument/c, d=inherited-value; visible 12345 /home/someone")
        );
    }

    [Fact]
    public void Should_leave_what_the_target_never_got_when_its_environment_is_clean()
    {
        var mask = SecretMask.Of(Spec with { CleanEnvironment = true }, Inherited);

        Assert.Equal("inherited-value ***", mask.Apply("inherited-value from-environment"));
    }

    [Fact]
    public void Should_hide_the_longer_secret_when_one_contains_the_other()
    {
        var spec = Spec with { Command = ["serve", "--key", "abcdef", "--token", "abcdefghi"] };

        Assert.Equal("***-***", SecretMask.Of(spec, Inherited).Apply("abcdefghi-abcdef"));
    }

    [Fact]
    public void Should_name_a_spec_without_its_secrets()
    {
        var text = Spec.ToString();

        Assert.Equal("unknown: serve --password ***", text);
    }
}
