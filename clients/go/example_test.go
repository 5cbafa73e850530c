package scoring_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

func ExampleClient_Score() {
	service := startFakeService(http.StatusOK, "[217.67978776218715, 224.78937091757172]")
	defer service.Close()

	client, err := scoring.NewClient(service.URL, scoring.WithKey("a-key"))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	predictions, err := client.Score(context.Background(), [][]float64{
		{
			0.0199132141783263, 0.0506801187398187, 0.104808689473925, 0.0700725447072635, -0.0359677812752396,
			-0.0266789028311707, -0.0249926566315915, -0.00259226199818282, 0.00371173823343597, 0.0403433716478807,
		},
		{
			-0.0127796318808497, -0.044641636506989, 0.0606183944448076, 0.0528581912385822, 0.0479653430750293,
			0.0293746718291555, -0.0176293810234174, 0.0343088588777263, 0.0702112981933102, 0.00720651632920303,
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(predictions)
	// Output: [217.67978776218715 224.78937091757172]
}

func ExampleScoreAs() {
	service := startFakeService(http.StatusOK, `{"Results": ["setosa", "virginica"]}`)
	defer service.Close()
	client, err := scoring.NewClient(service.URL)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	type reply struct{ Results []string }
	prediction, err := scoring.ScoreAs[reply](context.Background(), client, map[string]any{"Inputs": []int{1, 2}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(prediction.Results[1])
	// Output: virginica
}

func ExampleClient_ScorePayload() {
	service := startFakeService(http.StatusOK, `{"Results": [1.50]}`)
	defer service.Close()
	client, err := scoring.NewClient(service.URL)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	prediction, err := client.ScorePayload(context.Background(), json.RawMessage(`{"Inputs": [12345678901234567890]}`))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(prediction))
	// Output: {"Results": [1.50]}
}

func ExampleClient_ScoreBytes() {
	service := startFakeService(http.StatusOK, `{"label": "cat"}`)
	defer service.Close()
	client, err := scoring.NewClient(service.URL)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	prediction, err := client.ScoreBytes(context.Background(), []byte("\x89PNG"), "image/png")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(prediction))
	// Output: {"label": "cat"}
}

func ExampleClient_Health() {
	service := startFakeService(http.StatusOK, "Healthy")
	defer service.Close()
	client, err := scoring.NewClient(service.URL + "/score")
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	fmt.Println(client.Health(context.Background()))
	// Output: <nil>
}

func ExampleClient_Swagger() {
	service := startFakeService(http.StatusOK, `{"swagger": "2.0", "info": {"title": "diabetes"}}`)
	defer service.Close()
	client, err := scoring.NewClient(service.URL + "/score")
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	text, err := client.Swagger(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	var description struct {
		Info struct{ Title string }
	}
	if err := json.Unmarshal(text, &description); err != nil {
		log.Fatal(err)
	}
	fmt.Println(description.Info.Title)
	// Output: diabetes
}

// The full form of a call has settings of its own, and tells more about the reply.
func ExampleCall() {
	service := startBusyService(1)
	defer service.Close()
	client, err := scoring.NewClient(service.URL)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	response, err := scoring.Call(context.Background(), client, scoring.Rows([][]float64{{1, 2}}),
		scoring.WithRetries(1), scoring.WithOverallTimeout(5*time.Second))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Value, "with status", response.Status, "after", response.Attempts, "attempts")
	// Output: [2.5] with status 200 after 2 attempts
}

// A service that is busy is asked again, when it says that it will be ready.
func ExampleWithRetries() {
	service := startBusyService(2)
	defer service.Close()
	client, err := scoring.NewClient(service.URL, scoring.WithRetries(2))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	predictions, err := client.Score(context.Background(), [][]float64{{1, 2}})
	fmt.Println(predictions, err)
	// Output: [2.5] <nil>
}

// A logger at level info tells about further attempts, and at level debug about
// each call.
func ExampleWithLogger() {
	service := startBusyService(1)
	defer service.Close()
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, attribute slog.Attr) slog.Attr {
			if attribute.Key == slog.TimeKey || attribute.Key == "clientRequestId" {
				return slog.Attr{} // differs from run to run
			}
			return attribute
		},
	}))
	client, err := scoring.NewClient(service.URL, scoring.WithLogger(logger))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	if _, err := client.Score(context.Background(), [][]float64{{1, 2}}); err != nil {
		log.Fatal(err)
	}
	// Output: level=INFO msg="azureml-scoring: trying again" attempts=1 outcome="HTTP 503" wait=1ms
}

// A transport of your own can present a certificate of the client, as mutual TLS
// requires.
func ExampleWithTransport() {
	var certificate tls.Certificate // from tls.LoadX509KeyPair
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}

	client, err := scoring.NewClient("https://my-service/score", scoring.WithTransport(transport))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	fmt.Println(client)
	// Output: scoring.Client(https://my-service, key=)
}

func ExampleError() {
	service := startFakeService(http.StatusTooManyRequests, `{"message": "too many requests"}`)
	defer service.Close()
	client, err := scoring.NewClient(service.URL, scoring.WithRetries(0))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	_, err = client.Score(context.Background(), [][]float64{{1, 2}})
	if failure, ok := errors.AsType[*scoring.Error](err); ok {
		switch failure.Kind {
		case scoring.KindThrottled:
			fmt.Println("try again later:", failure.Status, failure.Message)
		default:
			fmt.Println("failed:", failure)
		}
	}
	// Output: try again later: 429 too many requests
}

// A kind is enough if the fields of the error do not matter.
func ExampleKind() {
	client, err := scoring.NewClient("http://127.0.0.1/score")
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	_, err = client.Score(context.Background(), [][]float64{{math.NaN()}})
	switch {
	case errors.Is(err, scoring.KindConfiguration):
		fmt.Println("nothing was sent")
	case errors.Is(err, scoring.KindThrottled), errors.Is(err, scoring.KindTimeout):
		fmt.Println("try again later")
	}
	// Output: nothing was sent
}

// A call ends with its context. The error matches that of the context too.
func ExampleError_Unwrap() {
	service := startBusyService(1)
	defer service.Close()
	client, err := scoring.NewClient(service.URL)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = client.Score(ctx, [][]float64{{1, 2}})
	fmt.Println(errors.Is(err, scoring.KindCancelled), errors.Is(err, context.Canceled))
	// Output: true true
}

// startBusyService starts a service that answers after the given number of
// requests that it refuses. Those it asks to be repeated after a millisecond.
func startBusyService(refusals int64) *httptest.Server {
	var requests atomic.Int64
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) > refusals {
			answering(http.StatusOK, "[2.5]")(w, r)
			return
		}
		answering(http.StatusServiceUnavailable, "busy", "retry-after-ms", "1")(w, r)
	}))
}

// startFakeService starts a service that sends the same reply to every request.
func startFakeService(status int, body string) *httptest.Server {
	return httptest.NewServer(answering(status, body))
}
