using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using McpFuzzer.Actors.Os.Files;

namespace McpFuzzer.Actors.Clusters.Tls;

/// <summary>
/// The identity that all nodes of one user on one machine share: <c>tls/own</c> in the state folder, with an authority
/// (<c>ca.pem</c>, <c>ca.key</c>) and the certificate that it has signed for the nodes (<c>node.pem</c>, with its key).
/// The first node creates all of it in one step. Two nodes that start at the same moment get the same identity.
/// </summary>
internal static class OwnIdentity
{
    private const string Folder = "own";
    private const string AuthorityFile = "ca.pem";
    private const string AuthorityKeyFile = "ca.key";
    private const string NodeFile = "node.pem";

    /// <summary>The least time for which the certificate of a starting node is still valid.</summary>
    private static readonly TimeSpan LeastRest = TimeSpan.FromDays(180);

    /// <summary>Reads the identity. Creates or renews it first when that is due.</summary>
    /// <exception cref="IdentityException">
    /// It cannot be created or read, others may read it, or its authority expires soon.
    /// </exception>
    public static NodeIdentity Open(string? stateFolder, TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new IdentityException("mcp-fuzzer.node.tls.certificate: must be given on Windows");
        }

        var room =
            StateFolder.TryOpen(stateFolder, "tls", out var reason)
            ?? throw new IdentityException($"mcp-fuzzer.process.state-folder: {reason}");
        var folder = Path.Combine(room, Folder);
        var now = time.GetUtcNow();
        try
        {
            if (!Directory.Exists(folder))
            {
                Make(room, folder, now);
            }

            return Load(folder, time);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{folder}: {failure.Message}");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Make(string room, string folder, DateTimeOffset now)
    {
        var draft = Path.Combine(room, $"draft-{Guid.NewGuid():N}");
        Directory.CreateDirectory(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var authority = CertificateMaking.Authority(now);
        using var node = CertificateMaking.Node(authority, now);
        PrivateFile.Write(Path.Combine(draft, AuthorityFile), authority.ExportCertificatePem());
        PrivateFile.Write(Path.Combine(draft, AuthorityKeyFile), KeyOf(authority));
        PrivateFile.Write(Path.Combine(draft, NodeFile), PemOf(node));
        try
        {
            // rename(2), which does not replace a folder that is not empty.
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another node was first: this one uses its identity.
            Directory.Delete(draft, recursive: true);
        }
    }

    private static NodeIdentity Load(string folder, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var authority = Read(folder, AuthorityFile, pem => X509Certificate2.CreateFromPem(pem));
        if (now + LeastRest > CertificateMaking.EndOf(authority))
        {
            throw new IdentityException(
                $"{Path.Combine(folder, AuthorityFile)}: the authority expires at {authority.NotAfter:u}; "
                    + Remedy(folder)
            );
        }

        var node = Read(folder, NodeFile, pem => X509Certificate2.CreateFromPem(pem, pem));
        var identity = new NodeIdentity(node, [authority], time);
        if (now + LeastRest > CertificateMaking.EndOf(node))
        {
            node = Renew(folder, authority, now);
            identity = new NodeIdentity(node, [authority], time);
        }

        return identity.WhyNotTrusted(node) is { } why
            ? throw new IdentityException(
                $"{Path.Combine(folder, NodeFile)}: not signed by {AuthorityFile} beside it: {why}"
            )
            : identity;
    }

    /// <summary>Another node may do the same. Both certificates are valid, and the last one stays.</summary>
    private static X509Certificate2 Renew(string folder, X509Certificate2 authority, DateTimeOffset now)
    {
        using var withKey = Read(
            folder,
            AuthorityKeyFile,
            pem =>
            {
                using var key = ECDsa.Create();
                key.ImportFromPem(pem);
                return authority.CopyWithPrivateKey(key);
            }
        );
        var renewed = CertificateMaking.Node(withKey, now);
        var draft = Path.Combine(folder, $"{NodeFile}-{Guid.NewGuid():N}");
        PrivateFile.Write(draft, PemOf(renewed));
        File.Move(draft, Path.Combine(folder, NodeFile), overwrite: true);
        return renewed;
    }

    private static T Read<T>(string folder, string name, Func<string, T> parse)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return parse(Encoding.UTF8.GetString(PrivateFile.Read(path)));
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new IdentityException($"{path}: is damaged ({fault.Message}); {Remedy(folder)}");
        }
    }

    private static string Remedy(string folder) =>
        $"stop all nodes and remove {folder}, and the next node creates a new one";

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string PemOf(X509Certificate2 certificate) =>
        $"{certificate.ExportCertificatePem()}\n{KeyOf(certificate)}\n";
}
