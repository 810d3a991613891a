using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.ControlPlane.Arm.Bodies;

/// <summary>Read, change, store; repeated when another writer was faster, so that no update is lost.</summary>
internal static class Upsert
{
    private const int MostAttempts = 5;

    /// <param name="find">Reads the row as it stands, null when there is none.</param>
    /// <param name="build">The row as it shall be.</param>
    /// <returns>The stored row and whether it is new.</returns>
    public static async Task<(T Row, bool IsNew)> RunAsync<T>(
        Func<CancellationToken, Task<T?>> find, Func<T?, Task<T>> build, Func<T, CancellationToken, Task<SaveOutcome>> save, CancellationToken cancellationToken)
        where T : NamedResource
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await build(await find(cancellationToken));
            var outcome = await save(row, cancellationToken);
            if (outcome is SaveOutcome.Created or SaveOutcome.Updated)
            {
                return (row, outcome == SaveOutcome.Created);
            }

            if (outcome == SaveOutcome.ParentMissing)
            {
                throw ArmErrors.NotFound();
            }
        }

        throw ArmErrors.ChangedMeanwhile();
    }

    /// <summary>The same for a row that must exist.</summary>
    public static Task<(T Row, bool IsNew)> ExistingAsync<T>(
        Func<CancellationToken, Task<T?>> find, Func<T, Task<T>> change, Func<T, CancellationToken, Task<SaveOutcome>> save, CancellationToken cancellationToken)
        where T : NamedResource =>
        RunAsync(find, row => row is null ? throw ArmErrors.NotFound() : change(row), save, cancellationToken);
}
