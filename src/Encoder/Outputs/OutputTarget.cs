using System.Globalization;
using MediaPlatform.Data.Blobs;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>Where an output goes.</summary>
/// <param name="Attempt">The attempt at the job.</param>
/// <param name="Suffix">Ends the names of an output that shares its asset with an earlier output of the job; empty otherwise.</param>
internal sealed record OutputTarget(IBlobContainer Container, Guid JobId, int Index, int Attempt, string Suffix)
{
    /// <summary>Under which all attempts at this output work.</summary>
    public string StagingRoot => string.Create(CultureInfo.InvariantCulture, $"_staging/{JobId:N}-{Index}/");

    public string Staging => string.Create(CultureInfo.InvariantCulture, $"{StagingRoot}{Attempt}/");

    /// <summary>Notes, while they are being published, the names of the files of this output.</summary>
    public string PublishList => StagingRoot + "publishing.json";

    public string Named(string file) => Suffix.Length == 0 ? file : Path.GetFileNameWithoutExtension(file) + Suffix + Path.GetExtension(file);
}
