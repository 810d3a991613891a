using System.Text.Json.Nodes;

namespace MediaPlatform.Data.Events;

/// <param name="Type">Without the prefix that all types share, such as JobFinished.</param>
internal readonly record struct MediaEvent(string Type, JsonObject Data);
