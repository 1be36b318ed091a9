using System.Text;
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
    public void Should_mask_no_variable_that_the_target_did_not_inherit()
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

    [Fact]
    public void Should_keep_a_tail_without_a_secret_byte_for_byte()
    {
        byte[] bytes = [0xff, 0x00, (byte)'a', 0xc3];
        var tail = new OutputTail(bytes, 9);

        Assert.Same(tail, SecretMask.Of(Spec, Inherited).Apply(tail));
    }

    [Theory]
    [InlineData("x from-environment y", 100, "x *** y")]
    [InlineData("nvironment y", 100, "*** y")]
    [InlineData("nvironment y", 12, "nvironment y")]
    [InlineData("ent y", 100, "ent y")]
    public void Should_hide_a_secret_in_a_tail_and_the_rest_of_one_that_the_tail_cuts(
        string held,
        long total,
        string shown
    )
    {
        var tail = new OutputTail(Encoding.UTF8.GetBytes(held), total);

        var masked = SecretMask.Of(Spec, Inherited).Apply(tail);

        Assert.Equal((shown, total), (Encoding.UTF8.GetString(masked.Bytes.Span), masked.TotalBytes));
    }
}
