namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>A $filter or $orderby that cannot be read: what is wrong and where, counted from 1.</summary>
internal sealed class ODataException(string message, int position) : Exception($"{message} at position {position + 1}.");
