using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>Finds out what a request may do. There is no anonymous access.</summary>
internal sealed class BlobAuthorizer(AccountKeys accounts, TimeProvider clock)
{
    public async Task<BlobGrant> AuthorizeAsync(HttpRequest request, BlobAddress address, CancellationToken cancellationToken)
    {
        var hasHeader = request.Headers.ContainsKey("Authorization");
        if (!hasHeader && !request.Query.ContainsKey("sig")) throw BlobErrors.NoAuthenticationInformation();
        var keys = await accounts.FindAsync(address.Account, cancellationToken);
        return hasHeader
            ? SharedKey.Authorize(request, address, keys, clock.GetUtcNow())
            : SasToken.Authorize(request, address, keys, clock.GetUtcNow());
    }
}
