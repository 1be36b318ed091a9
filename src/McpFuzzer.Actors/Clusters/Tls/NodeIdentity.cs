using System.Security.Cryptography.X509Certificates;

namespace McpFuzzer.Actors.Clusters.Tls;

/// <summary>
/// The certificate of a node, and the authorities that it trusts: a peer is trusted when one of them has signed its
/// certificate. The machine's certificate store is not used. The peer's host name is not checked: a program with a key
/// of this authority may run anywhere.
/// </summary>
internal sealed class NodeIdentity(
    X509Certificate2 certificate,
    X509Certificate2Collection authority,
    TimeProvider time
)
{
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>Returns why a certificate is not trusted; null when it is.</summary>
    public string? WhyNotTrusted(X509Certificate2? peer)
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
