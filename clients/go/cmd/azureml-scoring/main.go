// Command azureml-scoring calls a model deployed as an Azure Machine Learning web
// service or online endpoint. It has two modes, one-shot (score) and session
// (session):
//
//	azureml-scoring score     one call: JSON on standard input, prediction on standard output
//	azureml-scoring session   many calls: the protocol of docs/protocol.md
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
	// Only the selected mode may write to standard output; anything else printed to
	// os.Stdout goes to standard error. Package log is silenced because net/http
	// logs unsolicited data from a server, which may contain anything.
	stdout := os.Stdout
	os.Stdout = os.Stderr
	log.SetOutput(io.Discard)
	os.Exit(run(os.Args[1:], os.Stdin, stdout, os.Stderr))
}

// run runs the mode that the arguments name and returns the exit status.
func run(arguments []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var mode string
	if len(arguments) == 1 {
		mode = arguments[0]
	}
	switch mode {
	case "score":
		// If the reader of standard output has closed it, report an error instead of
		// being killed by the signal.
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
