using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MediaPlatform.AllInOne.Hosting;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.AllInOne.Tests;

/// <summary>rotate-secrets as an operator types it: afterwards the old keys are not needed.</summary>
public sealed class SecretRotationTests
{
    private static readonly byte[] s_secret = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Old_keys_can_be_taken_away()
    {
        await WriteAsync();
        var old = Directory.GetFiles(Path.Combine(_folder, "keys"));
        var (code, output, errors) = await RunAsync();
        Assert.That((code, errors), Is.EqualTo((0, "")));
        Assert.That(output, Does.StartWith("1 secrets"));
        Assert.That(await ReadAsync(), Is.EqualTo(s_secret));
        Array.ForEach(old, File.Delete);
        Assert.That(await ReadAsync(), Is.EqualTo(s_secret));
    }

    [Test]
    public async Task The_ring_can_pass_to_a_certificate()
    {
        await WriteAsync();
        var old = Directory.GetFiles(Path.Combine(_folder, "keys"));
        var certificate = Path.Combine(_folder, "ring.pfx");
        using (var key = RSA.Create(2048))
        using (var own = new CertificateRequest("CN=ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100)))
        {
            await File.WriteAllBytesAsync(certificate, own.Export(X509ContentType.Pkcs12, "password"));
        }

        var settings = Path.Combine(_folder, "settings.json");
        await File.WriteAllTextAsync(settings, $$$"""{"Secrets":{"CertificatePath":"{{{certificate}}}","CertificatePassword":"password"}}""");
        Assert.That((await RunAsync("--config", settings)).Code, Is.Zero);
        Array.ForEach(old, File.Delete);
        Assert.That(await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(_folder, "keys")).Single()), Does.Contain("EncryptedData").And.Not.Contain("masterKey"));
        Assert.That(await ReadAsync(new("Secrets:CertificatePath", certificate), new("Secrets:CertificatePassword", "password")), Is.EqualTo(s_secret));
        Assert.That(async () => await ReadAsync(), Throws.InstanceOf<CryptographicException>(), "without the certificate");
    }

    [Test]
    public async Task A_folder_in_use_is_left_alone()
    {
        using var running = DataDirectory.Open(_folder);
        Assert.That((await RunAsync()).Errors, Does.Contain("in use"));
    }

    private async Task WriteAsync()
    {
        await using var services = Services();
        await services.GetRequiredService<CatalogMigrator>().MigrateAsync(default);
        var account = new MediaAccount { Id = Guid.NewGuid(), Name = "media", SubscriptionId = Guid.NewGuid().ToString(), ResourceGroup = "group", Location = "here" };
        await services.GetRequiredService<AccountStore>().SaveAsync(account, default);
        var policy = new ContentKeyPolicy { Id = Guid.NewGuid(), AccountId = account.Id, Name = "policy" };
        var restriction = new ContentKeyPolicyTokenRestriction { PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = s_secret } };
        policy.WriteOptions([new() { Configuration = new ContentKeyPolicyClearKeyConfiguration(), Restriction = restriction }], services.GetRequiredService<ISecretProtector>());
        await services.GetRequiredService<ContentKeyPolicyStore>().SaveAsync(policy, default);
    }

    private async Task<byte[]?> ReadAsync(params KeyValuePair<string, string?>[] settings)
    {
        await using var services = Services(settings);
        var account = (await services.GetRequiredService<AccountStore>().FindByNameAsync("media", default))!;
        var policy = await services.GetRequiredService<ContentKeyPolicyStore>().FindAsync(account.Id, "policy", default);
        var restriction = (ContentKeyPolicyTokenRestriction)policy!.ReadOptions(services.GetRequiredService<ISecretProtector>()).Single().Restriction!;
        return ((ContentKeyPolicySymmetricTokenKey)restriction.PrimaryVerificationKey!).KeyValue;
    }

    private ServiceProvider Services(params KeyValuePair<string, string?>[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", _folder), .. settings]).Build();
        return new ServiceCollection().AddSingleton(configuration).AddLogging().AddCatalog(configuration).BuildServiceProvider();
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] more)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var command = ServeCommand.Create((_, _) => Task.FromResult(99));
        var code = await command.Parse(["rotate-secrets", "--data", _folder, .. more]).InvokeAsync(new() { Error = errors, Output = output });
        return (code, output.ToString(), errors.ToString());
    }
}
