/**
 * The program {@code azureml-scoring} with its two modes, one-shot and session. The library does
 * not depend on this package.
 */
package io.github.scoreline.azureml.program;
