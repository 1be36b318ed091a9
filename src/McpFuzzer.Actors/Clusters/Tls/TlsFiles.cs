using McpFuzzer.Actors.Client.Configuration;

namespace McpFuzzer.Actors.Clusters.Tls;

/// <summary>The certificate files that the user names: <c>mcp-fuzzer.node.tls</c>. Null means not given.</summary>
internal sealed record TlsFiles(string? Certificate, string? PrivateKey, string? Password, string? Authority)
{
    public static TlsFiles Read(SettingsReader node, string path)
    {
        var files = new TlsFiles(
            Given(node.Text("tls.certificate")),
            Given(node.Text("tls.private-key")),
            Given(node.Text("tls.password")),
            Given(node.Text("tls.certificate-authority"))
        );
        return (files.Certificate, files.Authority) switch
        {
            (null, null) when files.PrivateKey is not null || files.Password is not null => throw new SettingsException(
                $"{path}.certificate",
                "''",
                "must be given with a key or a password"
            ),
            (null, not null) => throw new SettingsException(
                $"{path}.certificate",
                "''",
                "must be given with certificate-authority"
            ),
            (not null, null) => throw new SettingsException(
                $"{path}.certificate-authority",
                "''",
                "must be given with certificate: whom to trust"
            ),
            _ => files,
        };
    }

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
