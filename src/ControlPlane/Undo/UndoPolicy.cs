using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Undo;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Undo;

/// <summary>For how long deletions can be undone.</summary>
internal sealed class UndoPolicy(IOptions<ControlPlaneOptions> options)
{
    /// <summary>A deletion by the caller of the request.</summary>
    public Deletion DeletionBy(AccountScope account) =>
        new() { Time = account.Now, Keep = options.Value.UndoPeriod, By = account.Caller.Name, ByType = account.Caller.Kind };
}
