package scoring

import "runtime"

// Version is the version of this library. It is part of the User-Agent header.
const Version = "0.1.0"

// userAgent returns the User-Agent of a client: the name of the application, if
// set, then the library, the Go version and the operating system.
func userAgent(application *string) string {
	library := "azureml-scoring-go/" + Version + " (" + runtime.Version() + "; " + runtime.GOOS + ")"
	if application == nil {
		return library
	}
	return *application + " " + library
}
