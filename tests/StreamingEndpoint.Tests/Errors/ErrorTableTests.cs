using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Azure;
using MediaPlatform.Data.Blobs;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Tests.Errors;

/// <summary>The documented table of errors: status, name and number of each, and which one a failing storage gives.</summary>
public sealed class ErrorTableTests
{
    // HTTP status, name without MPE_, number; as "Streaming endpoint error codes" lists them.
    private const string Documented = """
        400 BAD_URL_SYNTAX 80890201
        400 ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL 8088024C
        400 STORAGE_BAD_URL_SYNTAX 808900E9
        403 OUTPUT_FORMAT_BLOCKED 80890207
        403 ENC_ENCRYPTION_REQUIRED 8088021E
        403 ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY 8088024D
        403 STORAGE_AUTHENTICATION_FAILED 808900EA
        403 STORAGE_INSUFFICIENT_ACCOUNT_PERMISSIONS 808900EB
        403 STORAGE_ACCOUNT_IS_DISABLED 808900EC
        403 STORAGE_AUTHENTICATION_FAILURE 808900F3
        404 EGRESS_TRACK_NOT_FOUND 80890209
        404 RESOURCE_NOT_FOUND 808901F9
        404 UNAUTHORIZED 80890244
        404 EGRESS_FILTER_NOT_FOUND 8089020C
        404 FRAGMENT_TIMESTAMP_NOT_FOUND 80890255
        404 MANIFEST_MEDIA_ENTRY_NOT_FOUND 80890256
        404 STORAGE_RESOURCE_NOT_FOUND 808900ED
        409 STORAGE_CONFLICT 808900EE
        412 STORAGE_PRECONDITION_FAILED 808900EF
        415 ENCRYPTION_NOT_SUPPORTED 80890208
        415 OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED 80890213
        415 INPUT_PROTECTION_FORMAT_NOT_SUPPORTED 80890219
        415 FORMAT_NOT_SUPPORTED 80890205
        415 INPUT_FORMAT_NOT_SUPPORTED 80890218
        415 OUTPUT_FORMAT_NOT_SUPPORTED 8089020D
        415 MEDIA_ENCODING_NOT_SUPPORTED 8089020F
        415 VIDEO_ENCODING_NOT_SUPPORTED 80890210
        415 AUDIO_ENCODING_NOT_SUPPORTED 80890211
        415 INVALID_VIDEO_NAL_UNIT 80890231
        415 INVALID_NALU_SIZE 80890260
        415 INVALID_NALU_LENGTH_FIELD 80890261
        415 KEY_FRAME_INTERVAL_TOO_LARGE 808901FE
        415 FILTER_INVALID_RANGE_ATTRIBUTE 80890239
        415 FILTER_INVALID_TRACK_ATTRIBUTE 8089023A
        415 FILTER_INVALID_WINDOW_ATTRIBUTE 8089023B
        415 FILTER_INVALID_BACKOFF_ATTRIBUTE 8089023C
        415 FILTER_REMOVED_ALL_STREAMS 8089023E
        415 FILTER_BACKOFF_OVER_PRESENTATION_WINDOW 80890262
        415 FILTER_COMPOSITION_FILTER_COUNT_OVER_LIMIT 80890246
        415 FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY 80890248
        415 FILTER_INVALID_FIRST_QUALITY_ATTRIBUTE 80890249
        416 STORAGE_INVALID_RANGE 808900F1
        500 STORAGE_SOCKET_TIMEOUT 808900F4
        500 STORAGE_SOCKET_CONNECTION_ERROR 808900F5
        500 STORAGE_NAME_RESOLUTION_ERROR 808900F6
        500 STORAGE_INTERNAL_ERROR 808900E6
        500 STORAGE_OPERATION_TIMED_OUT 808900E7
        500 STORAGE_FAILURE 808900F2
        503 STORAGE_SERVER_BUSY 808900E8
        """;

    private static IEnumerable<(int Status, string Code, uint Number)> Rows =>
        Documented.Split('\n').Select(line => line.Split(' ')).Select(cells => (int.Parse(cells[0], null), "MPE_" + cells[1], Convert.ToUInt32(cells[2], 16)));

    [Test]
    public void The_errors_we_give_are_those_of_the_table()
    {
        var ours = typeof(MpeErrors).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(MpeError))
            .Select(field => (MpeError)field.GetValue(null)!).Except([MpeErrors.AccessDenied])
            .Select(error => (error.Status, error.Code, error.HResult));

        Assert.That(ours, Is.EquivalentTo(Rows));
    }

    [TestCase(400, "InvalidUri", "MPE_STORAGE_BAD_URL_SYNTAX")]
    [TestCase(401, "NoAuthenticationInformation", "MPE_STORAGE_AUTHENTICATION_FAILED")]
    [TestCase(403, "AuthenticationFailed", "MPE_STORAGE_AUTHENTICATION_FAILED")]
    [TestCase(403, "AuthorizationFailure", "MPE_STORAGE_INSUFFICIENT_ACCOUNT_PERMISSIONS")]
    [TestCase(403, "InsufficientAccountPermissions", "MPE_STORAGE_INSUFFICIENT_ACCOUNT_PERMISSIONS")]
    [TestCase(403, "AccountIsDisabled", "MPE_STORAGE_ACCOUNT_IS_DISABLED")]
    [TestCase(403, null, "MPE_STORAGE_AUTHENTICATION_FAILURE")]
    [TestCase(404, "ContainerNotFound", "MPE_STORAGE_RESOURCE_NOT_FOUND")]
    [TestCase(409, "SnapshotsPresent", "MPE_STORAGE_CONFLICT")]
    [TestCase(412, "ConditionNotMet", "MPE_STORAGE_PRECONDITION_FAILED")]
    [TestCase(416, "InvalidRange", "MPE_STORAGE_INVALID_RANGE")]
    [TestCase(500, "InternalError", "MPE_STORAGE_INTERNAL_ERROR")]
    [TestCase(500, "OperationTimedOut", "MPE_STORAGE_OPERATION_TIMED_OUT")]
    [TestCase(502, null, "MPE_STORAGE_FAILURE")]
    [TestCase(503, "ServerBusy", "MPE_STORAGE_SERVER_BUSY")]
    public void An_answer_of_the_storage_has_its_code(int status, string? storageCode, string code) =>
        Assert.That(SourceFailure.Of(new RequestFailedException(status, "no", storageCode, null))?.Error.Code, Is.EqualTo(code));

    [Test]
    public void A_file_that_the_service_may_not_read_has_its_code() =>
        Assert.That(SourceFailure.Of(new UnauthorizedAccessException("no"))?.Error.Code, Is.EqualTo("MPE_STORAGE_INSUFFICIENT_ACCOUNT_PERMISSIONS"));

    [TestCase(SocketError.HostNotFound, "MPE_STORAGE_NAME_RESOLUTION_ERROR")]
    [TestCase(SocketError.TimedOut, "MPE_STORAGE_SOCKET_TIMEOUT")]
    [TestCase(SocketError.ConnectionRefused, "MPE_STORAGE_SOCKET_CONNECTION_ERROR")]
    public void A_storage_that_is_not_reached_has_its_code(SocketError reason, string code)
    {
        var attempt = new RequestFailedException(0, "no", null, new HttpRequestException("no", new SocketException((int)reason)));

        Assert.That(SourceFailure.Of(attempt)?.Error.Code, Is.EqualTo(code));
        Assert.That(SourceFailure.Of(new AggregateException("retries", attempt, attempt))?.Error.Code, Is.EqualTo(code));
    }

    [TestCase(403, "AuthenticationFailed", 403, "MPE_STORAGE_AUTHENTICATION_FAILED")]
    [TestCase(403, "AccountIsDisabled", 403, "MPE_STORAGE_ACCOUNT_IS_DISABLED")]
    [TestCase(409, "AccountBeingCreated", 409, "MPE_STORAGE_CONFLICT")]
    public async Task The_code_of_the_storage_reaches_header_and_body(int status, string storageCode, int expected, string code)
    {
        await using var storage = await LocalWebServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers["x-ms-error-code"] = storageCode;
            return Task.CompletedTask;
        });
        await using var server = await OriginServer.StartAsync(
            ("Blobs:Provider", nameof(BlobProvider.Azure)),
            ("Blobs:Accounts:teststorage:ConnectionString", $"DefaultEndpointsProtocol=http;AccountName=teststorage;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:{storage.Port}/teststorage;"));
        var asset = new Data.Assets.Asset { Id = Guid.NewGuid(), AccountId = server.Account.Id, Name = "a", Container = "asset-a", StorageAccountName = "teststorage" };
        await server.Get<Data.Assets.AssetStore>().SaveAsync(asset, default);
        var locator = await server.PublishAsync(asset);
        foreach (var path in new[] { "a.ism/manifest", "a.mp4" })
        {
            using var reply = await server.Client.GetAsync($"/{locator}/{path}");
            await AssertAsync(reply, expected, code);
        }
    }

    [Test]
    public async Task A_name_that_the_storage_cannot_hold_is_bad_syntax()
    {
        using var reply = await SharedOrigin.Server.Client.GetAsync(SharedOrigin.Smooth[..37] + "/" + new string('a', 1100) + ".mp4");
        await AssertAsync(reply, 400, "MPE_STORAGE_BAD_URL_SYNTAX");
    }

    [Test]
    public async Task A_range_behind_the_end_of_a_file_has_the_code_of_the_storage()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, SharedOrigin.MultiBitrate[..37] + "/BigBuckBunny_400.mp4") { Headers = { Range = new(1L << 40, null) } };
        using var reply = await SharedOrigin.Server.Client.SendAsync(request);
        await AssertAsync(reply, 416, "MPE_STORAGE_INVALID_RANGE");
    }

    [TestCase("video", "good/rabbit-vp8-vorbis.webm", "MPE_INPUT_FORMAT_NOT_SUPPORTED")]
    [TestCase("video", "good/prores-proxy-720x480.mov", "MPE_VIDEO_ENCODING_NOT_SUPPORTED")]
    [TestCase("audio", "good/prores-proxy-720x480.mov", "MPE_AUDIO_ENCODING_NOT_SUPPORTED")]
    public async Task A_codec_that_is_not_delivered_names_its_kind(string kind, string file, string code)
    {
        var server = SharedOrigin.Server;
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        await server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", kind));
        using var reply = await server.Client.GetAsync($"/{await server.PublishAsync(asset)}/media.ism/manifest(format=mpd-time-cmaf)");
        await AssertAsync(reply, 415, code);
    }

    [Test]
    public async Task Media_that_is_encrypted_already_is_refused()
    {
        var server = SharedOrigin.Server;
        var bytes = await File.ReadAllBytesAsync(SharedFiles.Media("good/one-frame.mp4"));
        "encv"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("avc1\0\0\0\0"u8)));
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "media.mp4", bytes);
        await server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "video"));
        using var reply = await server.Client.GetAsync($"/{await server.PublishAsync(asset)}/media.ism/manifest(format=mpd-time-cmaf)");
        await AssertAsync(reply, 415, "MPE_INPUT_PROTECTION_FORMAT_NOT_SUPPORTED");
    }

    private static async Task AssertAsync(HttpResponseMessage reply, int status, string code)
    {
        var error = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.That(((int)reply.StatusCode, error.GetProperty("code").GetString()), Is.EqualTo((status, code)));
        Assert.That(reply.Headers.GetValues("x-ms-error-code"), Is.EqualTo([code]));
        Assert.That(error.GetProperty("message").GetString(), Is.Not.Empty);
    }
}
