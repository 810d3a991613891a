using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Worker;

/// <summary>Clock, log and settings of a job run.</summary>
internal sealed record JobRunServices(IOptions<EncoderOptions> Options, TimeProvider Time, ILogger<JobRunner> Logger);
