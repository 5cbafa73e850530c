using AzureML.Scoring.Tool;

await using Stream input = StandardStreams.OpenInput();
await using Stream output = StandardStreams.OpenOutput();
TextWriter errors = StandardStreams.OpenErrors();

switch (args)
{
    case ["score"]:
        return await OneShot.RunAsync(input, output, errors);

    case ["session"]:
        // Only messages may be written to standard output; anything else that prints uses standard error.
        Console.SetOut(errors);
        return new Session(output).Run(input);

    default:
        return OneShot.Usage(errors);
}
