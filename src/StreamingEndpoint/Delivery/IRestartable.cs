namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>A response body that can be begun anew for as long as nothing of it has been sent.</summary>
internal interface IRestartable
{
    /// <summary>Forgets what was written.</summary>
    /// <returns>False when some of the reply has been sent.</returns>
    bool TryRestart();
}
