namespace MediaPlatform.Data.Blobs;

/// <summary>How long a service goes on asking storage on another machine that does not answer, or only that it is busy.</summary>
public enum BlobPatience
{
    /// <summary>As Azure's client does by itself: work in the background that had better end late than fail.</summary>
    OfJobs,

    /// <summary>Seconds: somebody waits for the answer, and asks again by himself.</summary>
    OfViewers,
}
