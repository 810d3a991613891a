using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using MediaPlatform.BlobEndpoint.Tests.Hosting;

namespace MediaPlatform.BlobEndpoint.Tests.Authorization;

/// <summary>Signatures made by the official client: what they allow, and how each refusal reads.</summary>
[TestFixtureSource(typeof(BlobServices), nameof(BlobServices.All))]
internal sealed class SasTests(string server)
{
    private BlobService _service = null!;
    private BlobContainerClient _container = null!;

    [OneTimeSetUp]
    public async Task CreateContainerAsync()
    {
        _service = await BlobServices.StartedAsync(server);
        _container = await _service.NewContainerAsync();
        await _container.GetBlobClient("there").UploadAsync(BinaryData.FromString("there"));
    }

    [Test]
    public async Task A_container_sas_allows_what_its_letters_say()
    {
        var all = With(BlobContainerSasPermissions.All);
        await all.GetBlobClient("made").UploadAsync(BinaryData.FromString("made"), overwrite: true);
        Assert.That((await all.GetBlobClient("made").DownloadContentAsync()).Value.Content.ToString(), Is.EqualTo("made"));
        Assert.That(await all.GetBlobsAsync(prefix: "mad").CountAsync(), Is.EqualTo(1));
        await all.GetBlobClient("made").DeleteAsync();
    }

    [Test]
    public Task Writing_needs_a_right() =>
        RefusedAsync("AuthorizationPermissionMismatch", With(BlobContainerSasPermissions.Read), Upload);

    [Test]
    public Task Reading_needs_a_right() =>
        RefusedAsync("AuthorizationPermissionMismatch", With(BlobContainerSasPermissions.Write), Download);

    [Test]
    public Task Listing_needs_a_right() =>
        RefusedAsync("AuthorizationPermissionMismatch", With(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.Write), List);

    [Test]
    public Task Deleting_needs_a_right() =>
        RefusedAsync(
            "AuthorizationPermissionMismatch",
            With(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.Write | BlobContainerSasPermissions.List),
            container => container.GetBlobClient("there").DeleteAsync());

    [Test]
    public async Task The_right_to_create_makes_new_blobs_and_replaces_none()
    {
        var create = With(BlobContainerSasPermissions.Create);
        await create.GetBlobClient(Guid.NewGuid().ToString()).UploadAsync(BinaryData.FromString("new"));
        var error = await AsyncAssert.ThrowsAsync<RequestFailedException>(() => create.GetBlobClient("there").UploadAsync(BinaryData.FromString("x"), overwrite: true));
        Assert.That(error.Status, Is.EqualTo(403));
    }

    [Test]
    public Task An_expired_signature_is_refused() =>
        RefusedAsync("AuthenticationFailed", With(BlobContainerSasPermissions.All, expires: TimeSpan.FromMinutes(-1)), Download);

    [Test]
    public Task A_signature_of_tomorrow_is_refused_today() =>
        RefusedAsync("AuthenticationFailed", With(BlobContainerSasPermissions.All, starts: TimeSpan.FromHours(1)), Download);

    [Test]
    public Task A_signature_for_another_container_is_refused()
    {
        var query = With(BlobContainerSasPermissions.All).Uri.Query;
        return RefusedAsync("AuthenticationFailed", At(new Uri(_service.Endpoint + "/another-container" + query)), Download);
    }

    [TestCase("sp=r&", "sp=racwdl&")]
    [TestCase("se=2", "se=3")]
    [TestCase("sr=c", "sr=b")]
    [TestCase("sig=", "sig=A")]
    [TestCase("sv=20", "sv=19")]
    public Task An_altered_signature_is_refused(string text, string altered)
    {
        var url = With(BlobContainerSasPermissions.Read).Uri.ToString();
        Assert.That(url, Does.Contain(text));
        return RefusedAsync("AuthenticationFailed", At(new Uri(url.Replace(text, altered, StringComparison.Ordinal))), Download);
    }

    [Test]
    public async Task A_blob_sas_opens_one_blob_only()
    {
        var builder = new BlobSasBuilder(BlobSasPermissions.Read, DateTimeOffset.MaxValue) { BlobContainerName = _container.Name, BlobName = "there" };
        builder.ExpiresOn = TimeProvider.System.GetUtcNow().AddHours(1);
        var query = builder.ToSasQueryParameters(_service.Credential);
        var blob = new BlobClient(new Uri($"{_container.Uri}/there?{query}"));
        Assert.That((await blob.DownloadContentAsync()).Value.Content.ToString(), Is.EqualTo("there"));
        var other = new BlobClient(new Uri($"{_container.Uri}/other?{query}"));
        await RefusedAsync("AuthenticationFailed", () => other.DownloadContentAsync());
    }

    [Test]
    public async Task A_blob_sas_can_name_the_headers_of_the_reply()
    {
        var builder = new BlobSasBuilder(BlobSasPermissions.Read, TimeProvider.System.GetUtcNow().AddHours(1))
        {
            BlobContainerName = _container.Name,
            BlobName = "there",
            ContentType = "video/mp4",
            ContentDisposition = "attachment; filename=film.mp4",
        };
        var blob = new BlobClient(new Uri($"{_container.Uri}/there?{builder.ToSasQueryParameters(_service.Credential)}"));
        BlobDownloadResult found = await blob.DownloadContentAsync();
        Assert.That((found.Details.ContentType, found.Details.ContentDisposition), Is.EqualTo(("video/mp4", "attachment; filename=film.mp4")));
    }

    [Test]
    public async Task An_account_sas_works_on_the_levels_it_names()
    {
        var sas = new AccountSasBuilder(
            AccountSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1), AccountSasServices.Blobs, AccountSasResourceTypes.Object);
        var container = At(new Uri($"{_container.Uri}?{sas.ToSasQueryParameters(_service.Credential)}"));
        Assert.That((await container.GetBlobClient("there").DownloadContentAsync()).Value.Content.ToString(), Is.EqualTo("there"));
        await RefusedAsync("AuthorizationResourceTypeMismatch", () => container.GetPropertiesAsync());
    }

    [Test]
    public Task A_wrong_account_key_is_refused()
    {
        var wrong = new BlobService(_service.Endpoint, _service.Account, Convert.ToBase64String(new byte[64]));
        return RefusedAsync("AuthenticationFailed", () => wrong.Client.GetBlobContainerClient(_container.Name).GetBlobClient("there").DownloadContentAsync());
    }

    private static Task Upload(BlobContainerClient container) => container.GetBlobClient("there").UploadAsync(BinaryData.FromString("x"), overwrite: true);

    private static Task Download(BlobContainerClient container) => container.GetBlobClient("there").DownloadContentAsync();

    private static Task List(BlobContainerClient container) => container.GetBlobsAsync().CountAsync().AsTask();

    private Task RefusedAsync(string code, BlobContainerClient container, Func<BlobContainerClient, Task> call) =>
        RefusedAsync(code, () => call(container));

    private async Task RefusedAsync(string code, Func<Task> call)
    {
        var error = await AsyncAssert.ThrowsAsync<RequestFailedException>(call);
        Assert.That((error.Status, error.ErrorCode), Is.EqualTo((403, server == BlobServices.Azurite ? OfAzurite(code) : code)));
    }

    // Where Azurite differs from the service that it stands for, we answer as the service does.
    private static string OfAzurite(string code) => code == "AuthenticationFailed" ? "AuthorizationFailure" : code;

    private static BlobContainerClient At(Uri url) => new(url);

    private BlobContainerClient With(BlobContainerSasPermissions permissions, TimeSpan? expires = null, TimeSpan? starts = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var builder = new BlobSasBuilder(permissions, now + (expires ?? TimeSpan.FromHours(2))) { BlobContainerName = _container.Name };
        if (starts is { } start) builder.StartsOn = now + start;
        return At(new Uri($"{_container.Uri}?{builder.ToSasQueryParameters(_service.Credential)}"));
    }
}
