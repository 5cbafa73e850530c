/**
 * The program {@code azureml-scoring} with its two doors, one-shot and session. The library knows
 * nothing of it.
 */
package io.github.scoreline.azureml.program;
