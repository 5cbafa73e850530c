/**
 * A client for Azure Machine Learning scoring endpoints.
 *
 * <p>Only {@code io.github.scoreline.azureml} is meant to be used. The other packages are the
 * program with its two doors, and what both need of JSON.
 */
module io.github.scoreline.azureml {
  requires java.net.http;
  requires transitive tools.jackson.databind;

  exports io.github.scoreline.azureml;
}
