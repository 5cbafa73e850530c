using AzureML.Scoring.Tool;

using Stream input = Console.OpenStandardInput();
using Stream output = StandardOutput.Open();

switch (args)
{
    case ["score"]:
        return await OneShot.RunAsync(input, output, Console.Error);

    case ["session"]:
        // Whatever else might print must not come between the messages.
        Console.SetOut(Console.Error);
        return new Session(output).Run(input);

    default:
        return OneShot.Usage(Console.Error);
}
