using System.Diagnostics.CodeAnalysis;

namespace AzureML.Scoring;

/// <summary>Reads the body of a 2xx reply.</summary>
/// <param name="body">The body.</param>
/// <param name="result">What the reply says.</param>
/// <param name="fault">Why it says nothing of the kind: a short message that never quotes the reply.</param>
internal delegate bool Reader<T>(ReadOnlySpan<byte> body, [MaybeNullWhen(false)] out T result, [NotNullWhen(false)] out string? fault);
