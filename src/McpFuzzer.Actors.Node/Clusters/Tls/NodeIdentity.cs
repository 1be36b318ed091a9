using System.Security.Cryptography.X509Certificates;

namespace McpFuzzer.Actors.Node.Clusters.Tls;

/// <summary>
/// Who a node is to its peers, and whom it trusts: those whose certificates its own authority has signed, and nobody else. The machine's store has no say in it, and neither has
/// the peer's name: who has a key of this authority may be anywhere.
/// </summary>
internal sealed class NodeIdentity(
    X509Certificate2 certificate,
    X509Certificate2Collection authority,
    TimeProvider time
)
{
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>Null when a certificate is trusted, else why it is not.</summary>
    public string? Distrust(X509Certificate2? peer)
    {
        if (peer is null)
        {
            return "it has no certificate";
        }

        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                VerificationTime = time.GetUtcNow().UtcDateTime,
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        return chain.Build(peer)
            ? null
            : string.Join(
                ", ",
                chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct(StringComparer.Ordinal)
            );
    }
}
