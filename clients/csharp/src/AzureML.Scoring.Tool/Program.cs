using AzureML.Scoring.Tool;

using Stream input = StandardStreams.OpenInput();
using Stream output = StandardStreams.OpenOutput();
TextWriter errors = StandardStreams.OpenErrors();

switch (args)
{
    case ["score"]:
        return await OneShot.RunAsync(input, output, errors);

    case ["session"]:
        // Whatever else might print must not come between the messages.
        Console.SetOut(errors);
        return new Session(output).Run(input);

    default:
        return OneShot.Usage(errors);
}
