namespace MediaPlatform.AllInOne.Tour;

/// <summary>A file could not be brought to the player; the message says at which step and why.</summary>
internal sealed class TourException(string message) : Exception(message);
