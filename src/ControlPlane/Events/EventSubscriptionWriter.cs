using System.Security.Cryptography;
using System.Text;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Secrets;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>
/// Stores event subscriptions. The row is there before its webhook is asked, since the answer may come by the validation URL while the question is
/// still being sent; a refusal takes the change back.
/// </summary>
internal sealed class EventSubscriptionWriter(
    EventSubscriptionStore store, EventSubscriptionBody bodies, WebhookHandshake handshake, DeliveryAttributes attributes, ISecretProtector secrets, IOptions<EventsOptions> options)
{
    private const int LongestName = 64;
    private const int ShortestName = 3;
    private static readonly TimeSpan s_validity = TimeSpan.FromMinutes(10);

    /// <summary>What the catalog keeps of a validation code.</summary>
    public static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    public async Task<EventSubscription> PutAsync(AccountScope account, string name, JsonBody body, CancellationToken cancellationToken)
    {
        if (name.Length is < ShortestName or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw ArmErrors.BadRequest($"The event subscription name must be {ShortestName} to {LongestName} letters, digits and dashes.", "name");
        }

        var before = await store.FindAsync(account.Id, name, cancellationToken);
        if (before is null && await store.CountAsync(account.Id, cancellationToken) >= options.Value.MaxSubscriptions)
        {
            throw ArmErrors.Limit("event subscriptions", options.Value.MaxSubscriptions);
        }

        var row = before is null
            ? new() { Id = Guid.NewGuid(), AccountId = account.Id, Name = name }
            : await store.FindAsync(account.Id, name, cancellationToken) ?? throw ArmErrors.ChangedMeanwhile();
        var mistakes = new Mistakes();
        if (new BodyReader(body.Json, mistakes) is var reader && reader.Object("properties") is { } properties) bodies.Apply(properties, row, account.Account, isPatch: false);
        else reader.Missing("properties");
        mistakes.ThrowIfAny();
        return await AskAsync(account, row, before, cancellationToken);
    }

    public async Task<EventSubscription> PatchAsync(AccountScope account, string name, JsonBody body, CancellationToken cancellationToken)
    {
        var before = await store.FindAsync(account.Id, name, cancellationToken) ?? throw ArmErrors.NotFound();
        var row = await store.FindAsync(account.Id, name, cancellationToken) ?? throw ArmErrors.NotFound();
        var mistakes = new Mistakes();
        bodies.Apply(new BodyReader(body.Json, mistakes), row, account.Account, isPatch: true);
        mistakes.ThrowIfAny();
        return await AskAsync(account, row, before, cancellationToken);
    }

    private async Task<EventSubscription> AskAsync(AccountScope account, EventSubscription row, EventSubscription? before, CancellationToken cancellationToken)
    {
        var code = Guid.NewGuid().ToString();
        row.State = before?.State == EventSubscriptionState.Succeeded ? EventSubscriptionState.Updating : EventSubscriptionState.Creating;
        (row.ValidationHash, row.ValidationExpires) = (HashOf(code), account.Now + s_validity);
        account.Stamp(row);
        if (await store.SaveAsync(row, cancellationToken) is SaveOutcome.Conflict or SaveOutcome.ParentMissing) throw ArmErrors.ChangedMeanwhile();
        try
        {
            var outcome = await handshake.AskAsync(QuestionOf(account, row, code), cancellationToken);
            if (!outcome.IsProved && !outcome.IsPending) throw Refused(row, outcome);
            var state = outcome.IsProved ? EventSubscriptionState.Succeeded : EventSubscriptionState.AwaitingManualAction;
            await store.SettleAsync(row.Id, row.ValidationHash, state, CancellationToken.None);
        }
        catch
        {
            await TakeBackAsync(row, before);
            throw;
        }

        return await store.FindByIdAsync(row.Id, cancellationToken) ?? throw ArmErrors.ChangedMeanwhile();
    }

    private HandshakeQuestion QuestionOf(AccountScope account, EventSubscription row, string code)
    {
        var url = PublicUrl.Of(account.Request, $"{EventValidationEndpoints.Path}/{row.Name}/validate?id={row.Id}&token={code}");
        return new(account.Account.ResourceId, row.Name, new Uri(secrets.UnprotectText(row.ProtectedEndpointUrl)), row.Schema, attributes.Of(row), code, url);
    }

    // Whoever has changed the row meanwhile has the last word.
    private async Task TakeBackAsync(EventSubscription row, EventSubscription? before)
    {
        var now = await store.FindByIdAsync(row.Id, CancellationToken.None);
        if (now is null || now.Version != row.Version) return;
        if (before is null)
        {
            await store.DeleteAsync(row.AccountId, row.Name, CancellationToken.None);
            return;
        }

        before.Version = row.Version;
        await store.SaveAsync(before, CancellationToken.None);
    }

    private static ArmException Refused(EventSubscription row, HandshakeOutcome outcome) => ArmErrors.UrlValidation(
        $"The attempt to validate the provided endpoint {row.EndpointBaseUrl} failed: it answered the handshake with {outcome.Reply}. For more details, visit https://aka.ms/esvalidation.");
}
