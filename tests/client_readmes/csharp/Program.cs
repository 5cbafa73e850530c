// the README's sample 1

if (Environment.GetEnvironmentVariable("FRAGMENTS") is not null)
{
    await Fragments.RunAsync();
}
