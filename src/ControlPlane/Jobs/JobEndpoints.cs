using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Transforms;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Jobs;

/// <summary>Jobs: runs of a transform. The encoder takes them from the catalog.</summary>
internal static class JobEndpoints
{
    // What the encoder moves on (state, times) may be stale in a body that a client read a moment ago, so it is ignored instead of compared.
    private static readonly ReadOnlyMembers s_readOnly = new(
        "Job", "id", "name", "type", "systemData.createdBy", "systemData.createdAt", "properties.created", "properties.input", "properties.correlationData");

    public static void MapJobs(this IEndpointRouteBuilder account)
    {
        var jobs = account.MapGroup("transforms/{transformName}/jobs").WithTags("Jobs");
        jobs.MapGet("", List).Operation("Jobs_List", ApiVersions.Encoding);
        jobs.MapGet("{jobName}", Get).Operation("Jobs_Get", ApiVersions.Encoding);
        jobs.MapPut("{jobName}", Create).Operation("Jobs_Create", ApiVersions.Encoding);
        jobs.MapPatch("{jobName}", Update).Operation("Jobs_Update", ApiVersions.Encoding);
        jobs.MapDelete("{jobName}", Delete).Operation("Jobs_Delete", ApiVersions.Encoding);
        jobs.MapPost("{jobName}/cancelJob", CancelJob).Operation("Jobs_CancelJob", ApiVersions.Encoding);
    }

    private static async Task<IResult> List(TransformScope scope, ListRequest list, JobStore store, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery(scope.Account.Id, JobModel.Instance, scope.Transform.Id), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, job => JobProperties.ToResource(job, scope.Transform, scope.Account)));
    }

    private static async Task<IResult> Get(TransformScope scope, string jobName, JobStore store, CancellationToken cancellationToken) =>
        Reply(await store.FindAsync(scope.Transform.Id, jobName, cancellationToken) ?? throw ArmErrors.NotFound(), scope);

    private static async Task<IResult> Create(TransformScope scope, string jobName, JsonBody body, JobCreator creator, CancellationToken cancellationToken) =>
        ArmReply.Created(JobProperties.ToResource(
            await creator.CreateAsync(scope.Account, scope.Transform, jobName, body, cancellationToken), scope.Transform, scope.Account));

    private static async Task<IResult> Update(TransformScope scope, string jobName, JsonBody body, JobStore store, CancellationToken cancellationToken)
    {
        var (job, _) = await Upsert.ExistingAsync(
            token => store.FindAsync(scope.Transform.Id, jobName, token), existing => Task.FromResult(Patch(body.Json, existing, scope)), store.SaveAsync, cancellationToken);
        return Reply(job, scope);
    }

    // Only description and priority take effect; the rest is accepted when unchanged.
    private static Job Patch(JsonObject json, Job job, TransformScope scope)
    {
        var mistakes = new Mistakes();
        s_readOnly.Check(json, JobProperties.ToResource(job, scope.Transform, scope.Account), mistakes);
        var properties = new BodyReader(json, mistakes).Object("properties");
        if (json["properties"] is JsonObject sent && sent.ContainsKey("description"))
        {
            job.Description = properties?.Text("description", 4000);
        }

        job.Priority = properties?.Choice<Priority>("priority") ?? job.Priority;
        mistakes.ThrowIfAny();
        scope.Account.Stamp(job);
        return job;
    }

    private static async Task<IResult> Delete(TransformScope scope, string jobName, JobStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(scope.Transform.Id, jobName, cancellationToken) is not { } job)
        {
            return ArmReply.Deleted(false);
        }

        return IsFinal(job.State)
            ? ArmReply.Deleted(await store.DeleteAsync(scope.Transform.Id, jobName, cancellationToken))
            : throw ArmErrors.BadRequest(
                $"The job Delete operation for '{JobProperties.IdOf(job, scope.Transform, scope.Account)}' resource failed. The job is in the '{job.State}' state. Cancel the job or retry after the processing completes.");
    }

    private static async Task<IResult> CancelJob(TransformScope scope, string jobName, JobStore store, CancellationToken cancellationToken)
    {
        await Upsert.ExistingAsync(
            token => store.FindAsync(scope.Transform.Id, jobName, token), existing => Task.FromResult(Cancel(existing, scope.Account)), store.SaveStatesAsync, cancellationToken);
        return ArmReply.Empty();
    }

    private static Job Cancel(Job job, AccountScope account)
    {
        if (IsFinal(job.State))
        {
            throw ArmErrors.Conflict($"The job is in the '{job.State}' state and can no longer be canceled.");
        }

        job.CancelRequested = true;
        account.Stamp(job);
        // Nobody has to stop where nobody works on it.
        var isIdle = job.ClaimedBy is null && job.State is JobState.Queued;
        job.State = isIdle ? JobState.Canceled : JobState.Canceling;
        job.EndTime = isIdle ? account.Now : null;
        foreach (var output in job.Outputs.Where(output => !IsFinal(output.State)))
        {
            output.State = job.State;
            output.EndTime = job.EndTime;
        }

        return job;
    }

    private static bool IsFinal(JobState state) => state is JobState.Finished or JobState.Error or JobState.Canceled;

    private static IResult Reply(Job job, TransformScope scope) => ArmReply.Ok(JobProperties.ToResource(job, scope.Transform, scope.Account));
}
