using MediaPlatform.Bench.Origin;

// Origin [seconds per run] [rounds] [case name part] [alone] compares, alone without requests that share the making of a segment; Origin slow [readers] [seconds] and Origin soak [minutes] look at memory;
// Origin serve ... is the server it starts for itself.
if (args is ["serve", var data, var port, var fragmentSeconds, var sharedBytes])
{
    await BenchServer.RunAsync(data, int.Parse(port), double.Parse(fragmentSeconds), long.Parse(sharedBytes));
    return;
}

if (args is ["slow", ..])
{
    await Endurance.SlowReadersAsync(args.Length > 1 ? int.Parse(args[1]) : 200, args.Length > 2 ? int.Parse(args[2]) : 20);
    return;
}

if (args is ["cold"])
{
    using var cold = new BenchData();
    await cold.BuildAsync();
    await Cold.RunAsync(cold);
    return;
}

if (args is ["soak", ..])
{
    await Endurance.SoakAsync(args.Length > 1 ? int.Parse(args[1]) : 10);
    return;
}

var seconds = args.Length > 0 ? int.Parse(args[0]) : 4;
var rounds = args.Length > 1 ? int.Parse(args[1]) : 3;
await new Comparison(seconds, rounds, args.Length > 2 ? args[2] : "", args is [.., "alone"] ? 0 : Comparison.Shared).RunAsync();
