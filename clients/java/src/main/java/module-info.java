/**
 * A client for Azure Machine Learning scoring endpoints.
 *
 * <p>Only {@code io.github.scoreline.azureml} is public API. The other packages contain the program
 * {@code azureml-scoring} and the JSON code that the library and the program share.
 */
module io.github.scoreline.azureml {
  requires transitive java.net.http;
  requires transitive tools.jackson.databind;

  exports io.github.scoreline.azureml;
}
