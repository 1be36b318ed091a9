using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using McpFuzzer.Actors.Os.Files;

namespace McpFuzzer.Actors.Node.Clusters.Tls;

/// <summary>
/// The identity that all nodes of one user on one machine share: <c>tls/own</c> in the state folder, with an authority (<c>ca.pem</c>, <c>ca.key</c>) and what it has signed for the nodes
/// (<c>node.pem</c>, with its key). The first node makes it, all of it or nothing: two that start at the same moment end up with the same one.
/// </summary>
internal static class OwnIdentity
{
    private const string Folder = "own";
    private const string AuthorityFile = "ca.pem";
    private const string AuthorityKeyFile = "ca.key";
    private const string NodeFile = "node.pem";

    /// <summary>A node starts with a certificate that lasts at least so long.</summary>
    private static readonly TimeSpan LeastRest = TimeSpan.FromDays(180);

    /// <summary>Reads it, and makes or renews it before where that is due.</summary>
    /// <exception cref="IdentityException">It can't be made or read, others may read it, or its authority is at its end.</exception>
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
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{folder}: {refused.Message}");
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
            // rename(2), which takes no folder away that has something in it.
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another node was first: its identity is ours.
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
                $"{Path.Combine(folder, AuthorityFile)}: the authority ends at {authority.NotAfter:u}; stop all nodes and remove {folder}, and a new one is made"
            );
        }

        var node = Read(folder, NodeFile, pem => X509Certificate2.CreateFromPem(pem, pem));
        var identity = new NodeIdentity(node, [authority], time);
        if (now + LeastRest > CertificateMaking.EndOf(node))
        {
            node = Renew(folder, authority, now);
            identity = new NodeIdentity(node, [authority], time);
        }

        return identity.Distrust(node) is { } why
            ? throw new IdentityException($"{Path.Combine(folder, NodeFile)}: not of {AuthorityFile} beside it: {why}")
            : identity;
    }

    /// <summary>Another node may do the same: both certificates are good, and the last one stays.</summary>
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
            throw new IdentityException(
                $"{path}: not what it was written as ({fault.Message}); stop all nodes and remove {folder}, and a new one is made"
            );
        }
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string PemOf(X509Certificate2 certificate) =>
        $"{certificate.ExportCertificatePem()}\n{KeyOf(certificate)}\n";
}
