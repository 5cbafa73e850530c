//go:build unix

// Command bench measures the client against net/http alone doing the same, over
// connections that are kept and with a time limit, without which no program should
// call a service:
//
//	go run ./bench URI KEY CALLS ROUNDS
//
// It prints one line of JSON per measurement: who made the calls, in how many
// goroutines, how many calls, and the seconds of wall clock and of processor time
// of this process. In each round every combination is measured once, in
// alternating order; a first round, which is not printed, makes the connections.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// mostThreads is the greatest number of goroutines that make calls at once.
const mostThreads = 16

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run makes the measurements that args ask for: URI, key, calls per measurement,
// and rounds.
func run(ctx context.Context, args []string, stdout io.Writer) error {
	if len(args) != 4 {
		return errors.New("usage: bench URI KEY CALLS ROUNDS")
	}
	calls, err := strconv.Atoi(args[2])
	if err != nil {
		return fmt.Errorf("the number of calls: %w", err)
	}
	rounds, err := strconv.Atoi(args[3])
	if err != nil {
		return fmt.Errorf("the number of rounds: %w", err)
	}
	client, err := scoring.NewClient(args[0], scoring.WithKey(args[1]))
	if err != nil {
		return err
	}
	defer client.Close()
	bare := newBareClient(args[0], args[1])
	defer bare.client.CloseIdleConnections()

	var ways []way
	for _, threads := range []int{1, mostThreads} {
		ways = append(ways, way{"client", threads, client.Score}, way{"bare", threads, bare.score})
	}
	output := json.NewEncoder(stdout)
	for round := range rounds + 1 {
		slices.Reverse(ways)
		for _, way := range ways {
			measured, err := way.measure(ctx, calls)
			if err != nil {
				return err
			}
			if round == 0 {
				continue
			}
			if err := output.Encode(measured); err != nil {
				return err
			}
		}
	}
	return nil
}

// bareClient makes the same calls with net/http alone.
type bareClient struct {
	client   *http.Client
	uri, key string
}

func newBareClient(uri, key string) *bareClient {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: mostThreads}
	return &bareClient{&http.Client{Transport: transport, Timeout: time.Minute}, uri, key}
}

// score sends {"data": rows} and reads an array of numbers.
func (b *bareClient) score(ctx context.Context, rows [][]float64) ([]float64, error) {
	body, err := json.Marshal(map[string]any{"data": rows})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, b.uri, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+b.key)
	request.Header.Set("Content-Type", "application/json")
	response, err := b.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("got HTTP %d", response.StatusCode)
	}
	var numbers []float64
	err = json.Unmarshal(text, &numbers)
	return numbers, err
}
