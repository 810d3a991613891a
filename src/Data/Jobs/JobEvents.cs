using System.Text.Json.Nodes;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Events;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Jobs;

/// <summary>What is told of jobs, in the words of AMS (control-plane.md section 11). A change is told twice, under its general and its own type.</summary>
internal static class JobEvents
{
    /// <summary>Writes what changed since; the job is read as it stands now. Outputs come before their job.</summary>
    public static async Task WriteChangesAsync(
        CatalogContext context, IReadOnlyList<EventListener> listeners, Guid jobId, JobStates before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var job = await context.Jobs.AsNoTracking().Include(row => row.Outputs.OrderBy(output => output.Index)).FirstAsync(row => row.Id == jobId, cancellationToken);
        var events = ChangesOf(job, before);
        if (events.Count > 0) await WriteAsync(context, listeners, job, events, now, cancellationToken);
    }

    /// <summary>Writes how far an output has come, in percent.</summary>
    public static Task WriteProgressAsync(
        CatalogContext context, IReadOnlyList<EventListener> listeners, Job job, JobOutput output, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var data = new JsonObject { ["jobCorrelationData"] = Map(job.CorrelationData), ["label"] = output.Label, ["progress"] = output.Progress };
        return WriteAsync(context, listeners, job, [new("JobOutputProgress", data)], now, cancellationToken);
    }

    private static async Task WriteAsync(
        CatalogContext context, IReadOnlyList<EventListener> listeners, Job job, IReadOnlyList<MediaEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await context.Accounts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == job.AccountId, cancellationToken);
        var transform = await context.Transforms.Where(row => row.Id == job.TransformId).Select(row => row.Name).FirstOrDefaultAsync(cancellationToken);
        if (account is null || transform is null) return; // deleted at this moment, and the job with it
        EventOutbox.Add(context, listeners, new(account.Id, account.ResourceId, $"transforms/{transform}/jobs/{job.Name}"), events, now);
        await context.SaveChangesAsync(cancellationToken);
    }

    private static List<MediaEvent> ChangesOf(Job job, JobStates before)
    {
        var events = new List<MediaEvent>();
        foreach (var output in job.Outputs)
        {
            var previous = before.Outputs.GetValueOrDefault(output.Index, JobState.Queued);
            if (previous != output.State) Add(events, "JobOutput", output.State, () => OutputChange(job, output, previous));
        }

        if (before.Job != job.State) Add(events, "Job", job.State, () => JobChange(job, before.Job));
        return events;
    }

    private static void Add(List<MediaEvent> events, string thing, JobState state, Func<JsonObject> data)
    {
        if (state == JobState.Queued) return; // a beginning, which AMS never told of
        events.Add(new(thing + "StateChange", data()));
        events.Add(new(thing + (state == JobState.Error ? "Errored" : state.ToString()), data()));
    }

    private static JsonObject JobChange(Job job, JobState previous)
    {
        var data = new JsonObject { ["previousState"] = previous.ToString(), ["state"] = job.State.ToString(), ["correlationData"] = Map(job.CorrelationData) };
        if (job.State is JobState.Finished or JobState.Canceled or JobState.Error)
        {
            data.Insert(0, "outputs", new JsonArray([.. job.Outputs.Select(OutputOf)]));
        }

        return data;
    }

    private static JsonObject OutputChange(Job job, JobOutput output, JobState previous) => new()
    {
        ["previousState"] = previous.ToString(),
        ["output"] = OutputOf(output),
        ["jobCorrelationData"] = Map(job.CorrelationData),
    };

    private static JsonObject OutputOf(JobOutput output) => new()
    {
        [ContractJson.TypeProperty] = ContractJson.TypePrefix + nameof(JobOutputAsset),
        ["assetName"] = output.AssetName,
        ["error"] = output.ErrorJson is { } error ? JsonNode.Parse(error) : null,
        ["label"] = output.Label,
        ["progress"] = output.Progress,
        ["state"] = output.State.ToString(),
    };

    private static JsonObject Map(IReadOnlyDictionary<string, string> values) =>
        new(values.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
}
