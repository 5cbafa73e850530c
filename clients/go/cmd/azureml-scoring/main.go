// Command azureml-scoring scores at an Azure Machine Learning web service.
//
//	azureml-scoring score     JSON on standard input, predictions on standard output
//	azureml-scoring session   the protocol of docs/protocol.md on both
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/scoreline/scoreline/clients/go/internal/oneshot"
	"github.com/scoreline/scoreline/clients/go/internal/session"
)

func main() {
	// Standard output belongs to the doors, and standard error to their errors:
	// net/http logs what a server sends unasked, whatever may be in it.
	stdout := os.Stdout
	os.Stdout = os.Stderr
	log.SetOutput(io.Discard)
	os.Exit(run(os.Args[1:], os.Stdin, stdout, os.Stderr))
}

// run opens the door that the arguments name and returns the exit status.
func run(arguments []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var verb string
	if len(arguments) == 1 {
		verb = arguments[0]
	}
	switch verb {
	case "score":
		// A reader that has gone is an error to report, and no reason to be killed.
		signal.Ignore(syscall.SIGPIPE)
		return oneshot.Score(context.Background(), stdin, stdout, stderr)
	case "session":
		if err := session.Run(context.Background(), stdin, stdout); err != nil {
			fmt.Fprintln(stderr, "azureml-scoring: "+err.Error())
			return 1
		}
		return 0
	default:
		return oneshot.Refuse(stderr, "usage: azureml-scoring score | azureml-scoring session")
	}
}
