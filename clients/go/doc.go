// Package scoring calls a model deployed as an Azure Machine Learning
// web service or online endpoint.
//
//	client, err := scoring.NewClient("https://…/score", scoring.WithKey(key))
//	predictions, err := client.Score(ctx, [][]float64{{0.01, 0.02}})
//
// A [Client] reuses connections and is safe for concurrent use. Every error is
// an [*Error]. Use [errors.Is] to test its [Kind], and [errors.AsType] to read
// its fields:
//
//	errors.Is(err, scoring.KindThrottled)
//	failure, ok := errors.AsType[*scoring.Error](err)
//
// Failures that may pass are tried again, within a limit for the whole call.
// A reply with status 200 that does not contain a prediction is also an error.
package scoring
