// Package scoring calls a model that is published as an Azure Machine Learning
// web service or online endpoint.
//
//	client, err := scoring.NewClient("https://…/score", scoring.WithKey(key))
//	predictions, err := client.Score(ctx, [][]float64{{0.01, 0.02}})
//
// A [Client] keeps its connections and is safe to share between goroutines.
// Whatever goes wrong is an [*Error], whose [Kind] says what it was:
//
//	errors.Is(err, scoring.KindThrottled)
//
// A reply that says 200 and holds no prediction is an error too.
package scoring
