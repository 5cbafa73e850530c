// The fragments of the README, each with what it takes for granted.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// Reply is the reader's own type.
type Reply struct{ Results []int }

// Runs the fragments instead of the sample.
func init() {
	if os.Getenv("FRAGMENTS") == "" {
		return
	}
	ctx := context.Background()
	payload(ctx, connect("PAYLOAD_URI"), [][]float64{{1}})
	response(ctx, connect("BUSY_URI"), [][]float64{{1}})
	predictions, err := connect("THROTTLED_URI").Score(ctx, [][]float64{{1}})
	report(predictions, err)
	os.Exit(0)
}

func connect(variable string) *scoring.Client {
	client, err := scoring.NewClient(os.Getenv(variable))
	if err != nil {
		log.Fatal(err)
	}
	return client
}

func payload(ctx context.Context, client *scoring.Client, inputs [][]float64) {
	// the README's sample 2
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.Results)
}

func response(ctx context.Context, client *scoring.Client, rows [][]float64) {
	// the README's sample 4
}

func report(predictions []float64, err error) {
	// the README's sample 3
}
