using System.Diagnostics;

namespace AzureML.Scoring.Bench;

/// <summary>One of those who are compared.</summary>
/// <param name="name">What measurements call it.</param>
/// <param name="call">Makes one call.</param>
internal sealed class Contestant(string name, Func<Task<double[]>> call)
{
    /// <summary>Makes calls and measures them all together.</summary>
    /// <param name="threads">How many calls are under way at a time.</param>
    /// <param name="calls">How many calls are made.</param>
    public async Task<Measurement> MeasureAsync(int threads, int calls)
    {
        int left = calls;
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await call();
            }
        })));
        return new Measurement(name, threads, calls, Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }
}
