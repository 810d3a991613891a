namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>How key and rights are handed to a PlayReady licence server.</summary>
public enum PlayReadyParameters
{
    /// <summary>As <c>cfg=</c> in the query, in the grammar of Microsoft's public test server.</summary>
    TestServer,

    /// <summary>As JSON in the header <c>X-PlayReady-Licenses</c>, base64: all members of the policy's licences, each with key id, key and cipher mode.</summary>
    Header,
}
