using System.Runtime.Versioning;
using McpFuzzer.Actors.Clusters.Tls;

namespace McpFuzzer.Actors.Tests.Clusters;

[UnsupportedOSPlatform("windows")]
public sealed class OwnIdentityTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _state = Directory.CreateTempSubdirectory("mcpfuzzer-tls-").FullName;

    private string Folder => Path.Combine(_state, "tls", "own");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void Should_be_readable_by_its_user_alone_when_it_is_created()
    {
        Open(Now);

        const UnixFileMode folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(folder, new DirectoryInfo(Path.Combine(_state, "tls")).UnixFileMode);
        Assert.Equal(folder, new DirectoryInfo(Folder).UnixFileMode);
        Assert.Equal(
            ["ca.key", "ca.pem", "node.pem"],
            Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.All(
            Directory.GetFiles(Folder),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file))
        );
        Assert.Equal([Folder], Directory.GetFileSystemEntries(Path.Combine(_state, "tls")));
    }

    [Fact]
    public void Should_trust_each_other_when_nodes_of_one_state_folder_start_at_the_same_moment()
    {
        var identities = new NodeIdentity[8];
        var together = new Barrier(identities.Length);
        var threads = Enumerable
            .Range(0, identities.Length)
            .Select(index => new Thread(() =>
            {
                together.SignalAndWait();
                identities[index] = Open(Now);
            }))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(
            identities,
            one => Assert.All(identities, other => Assert.Null(one.WhyNotTrusted(other.Certificate)))
        );
        Assert.Equal([Folder], Directory.GetFileSystemEntries(Path.Combine(_state, "tls")));
    }

    [Fact]
    public void Should_not_trust_a_peer_when_its_certificate_is_of_another_authority_or_missing()
    {
        var own = Open(Now);
        using var other = CertificateMaking.Authority(DateTimeOffset.UtcNow);
        using var outsider = CertificateMaking.Node(other, DateTimeOffset.UtcNow);

        Assert.NotNull(own.WhyNotTrusted(outsider));
        Assert.NotNull(own.WhyNotTrusted(other));
        Assert.NotNull(own.WhyNotTrusted(null));
    }

    [Fact]
    public void Should_be_renewed_and_trusted_by_running_nodes_when_its_certificate_expires_soon()
    {
        var clock = new At(Now - TimeSpan.FromDays(600));
        var before = OwnIdentity.Open(_state, clock);
        var same = Open(Now - TimeSpan.FromDays(590));
        clock.Now = Now;
        var after = Open(Now);

        Assert.Equal(before.Certificate.Thumbprint, same.Certificate.Thumbprint);
        Assert.NotEqual(before.Certificate.Thumbprint, after.Certificate.Thumbprint);
        Assert.True(CertificateMaking.EndOf(after.Certificate) > Now.AddDays(700));
        Assert.Null(before.WhyNotTrusted(after.Certificate));
        Assert.Null(after.WhyNotTrusted(before.Certificate));
    }

    [Fact]
    public void Should_explain_what_to_do_when_its_authority_expires_soon()
    {
        Open(Now);

        Assert.Contains("remove", Rejected(Now.AddDays(20 * 365)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca.pem")]
    [InlineData("node.pem")]
    public void Should_name_the_file_when_it_is_damaged_empty_missing_or_open_to_others(string name)
    {
        Open(Now);
        var file = Path.Combine(Folder, name);
        var whole = File.ReadAllText(file);

        File.WriteAllText(file, whole[..(whole.Length / 2)]);
        Assert.StartsWith($"{file}: is damaged", Rejected(Now), StringComparison.Ordinal);
        File.WriteAllText(file, "");
        Assert.StartsWith($"{file}: is damaged", Rejected(Now), StringComparison.Ordinal);
        File.WriteAllText(file, whole);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.StartsWith($"{file}: others may read or write it", Rejected(Now), StringComparison.Ordinal);
        File.Delete(file);
        Assert.StartsWith($"{file}: ", Rejected(Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_the_key_when_it_belongs_to_another_user()
    {
        Open(Now);
        var file = Path.Combine(Folder, "ca.key");

        // A file of this user, read as if by another user.
        var rejected = Assert.Throws<IdentityException>(() => PrivateFile.Read(file, user: 4_242));

        Assert.Matches(
            $"^{file} belongs to user [0-9]+; must belong to user 4242, who runs this process$",
            rejected.Message
        );
        Assert.NotEmpty(PrivateFile.Read(file));
    }

    [Fact]
    public void Should_reject_the_certificate_when_the_authority_beside_it_has_not_signed_it()
    {
        Open(Now);
        using var other = CertificateMaking.Authority(Now);
        File.WriteAllText(Path.Combine(Folder, "ca.pem"), other.ExportCertificatePem());

        Assert.StartsWith(
            $"{Path.Combine(Folder, "node.pem")}: not signed by ca.pem",
            Rejected(Now),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_reject_the_state_folder_when_it_is_open_to_others_or_is_not_a_folder()
    {
        var room = Directory.CreateDirectory(Path.Combine(_state, "tls"));
        room.UnixFileMode |= UnixFileMode.OtherRead;
        Assert.Contains("this user alone", Rejected(Now), StringComparison.Ordinal);
        room.Delete();
        File.WriteAllText(Path.Combine(_state, "tls"), "");

        Assert.StartsWith("mcp-fuzzer.process.state-folder: ", Rejected(Now), StringComparison.Ordinal);
    }

    private NodeIdentity Open(DateTimeOffset now) => OwnIdentity.Open(_state, new At(now));

    private string Rejected(DateTimeOffset now) => Assert.Throws<IdentityException>(() => Open(now)).Message;

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
