package scoring

import "runtime"

// Version is the release of this library, as it is sent in the User-Agent.
const Version = "0.1.0"

// userAgent returns the User-Agent of a client: the application's own words,
// if it has any, and then the library, the runtime and the operating system.
func userAgent(application *string) string {
	own := "azureml-scoring-go/" + Version + " (" + runtime.Version() + "; " + runtime.GOOS + ")"
	if application == nil {
		return own
	}
	return *application + " " + own
}
