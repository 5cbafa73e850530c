/**
 * A client for Azure Machine Learning scoring endpoints.
 *
 * <p>Only {@code io.github.scoreline.azureml} is public API. The other packages contain the JSON code
 * that the library and the program {@code azureml-scoring} share, and the program, which is not part
 * of the published library.
 */
module io.github.scoreline.azureml {
  requires transitive java.net.http;
  requires transitive tools.jackson.databind;

  exports io.github.scoreline.azureml;
}
