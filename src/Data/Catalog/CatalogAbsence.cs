using System.Data.Common;

namespace MediaPlatform.Data.Catalog;

/// <summary>Tells a catalog that cannot be reached, or is just starting or stopping, from mistakes.</summary>
public static class CatalogAbsence
{
    /// <summary>Whether the same may work later: the driver says so of one of the failures that led to this one.</summary>
    public static bool IsReasonOf(Exception failure)
    {
        for (Exception? reason = failure; reason is not null; reason = reason.InnerException)
        {
            if (reason is DbException { IsTransient: true })
            {
                return true;
            }
        }

        return false;
    }
}
