using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Contracts.Tests.Secrets;

public sealed class SecretRulesTests
{
    [Theory]
    [InlineData("TOKEN", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("--api-key", true)]
    [InlineData("PASSWORD", true)]
    [InlineData("passwd", true)]
    [InlineData("Authorization", true)]
    [InlineData("SESSION_COOKIE", true)]
    [InlineData("AWS_CREDENTIALS", true)]
    [InlineData("PATH", false)]
    [InlineData("--verbose", false)]
    public void Should_recognise_a_secret_by_its_name(string name, bool secret) =>
        Assert.Equal(secret, SecretRules.IsSecretName(name, []));

    [Theory]
    [InlineData("PIN")]
    [InlineData("pin")]
    [InlineData("--pin")]
    public void Should_recognise_a_secret_by_the_list(string name) =>
        Assert.True(SecretRules.IsSecretName(name, ["PIN"]));

    [Fact]
    public void Should_mask_the_value_and_leave_its_name_when_an_option_is_secret()
    {
        string[] command = ["serve", "--token", "abc", "--key=def", "API_TOKEN=ghi", "--port", "80", "--secret"];

        var shown = SecretRules.MaskArguments(command, []);

        Assert.Equal(["serve", "--token", "***", "--key=***", "API_TOKEN=***", "--port", "80", "--secret"], shown);
        Assert.Equal(["abc", "def", "ghi"], SecretRules.SecretArguments(command, []));
    }

    [Fact]
    public void Should_show_a_command_without_secrets_as_it_is()
    {
        string[] command = ["node", "", "a b", "--", "x=y"];

        Assert.Equal(command, SecretRules.MaskArguments(command, []));
    }
}
