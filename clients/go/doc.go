// Package scoring calls a model deployed as an Azure Machine Learning
// web service or online endpoint.
//
//	client, err := scoring.NewClient("https://…/score", scoring.WithKey(key))
//	…
//	defer client.Close()
//	predictions, err := client.Score(ctx, [][]float64{{0.01, 0.02}})
//
// A [Client] reuses connections and is safe for concurrent use: create one and
// share it. What is not given to [NewClient] comes from the environment:
// AZUREML_SCORING_URI, AZUREML_SCORING_KEY, AZUREML_SCORING_SECONDARY_KEY,
// AZUREML_SCORING_RETRIES and AZUREML_SCORING_CA_FILE.
//
// # What is sent and read
//
// [Client.Score] sends rows of numbers and reads one array of numbers; both keep
// every bit of a double. [Client.ScorePayload] and [ScoreAs] send any other JSON,
// [Client.ScoreBytes] sends anything else, such as an image. [Client.Health] and
// [Client.Swagger] ask about the service itself.
//
// A reply with status 200 that does not contain a prediction is an error: scoring
// scripts return the text of an exception, null or {} when they have none.
//
// # Errors
//
// Every error is an [*Error]. Use [errors.Is] to test its [Kind], and
// [errors.AsType] or [errors.As] to read its fields:
//
//	errors.Is(err, scoring.KindThrottled)
//	failure, ok := errors.AsType[*scoring.Error](err)
//
// # Retries and limits
//
// An attempt that fails for a reason that may pass, such as status 503 or a broken
// connection, is followed by up to [DefaultRetries] others, after waits of up to
// 8 s, or up to 60 s if the reply asks for that. A connection, an attempt and a
// call each have a limit: [DefaultConnectTimeout], [DefaultAttemptTimeout] and
// [DefaultOverallTimeout]. The context of a call ends it, and its waits, at once.
//
// [Call] is the full form of a call. It takes the number of retries and the limits
// for this call alone, and returns a [Response], which tells how the result was
// obtained.
//
// # Secrets
//
// A key appears as *** wherever it is printed or logged, and in every field of an
// error if a service sends it back.
package scoring
