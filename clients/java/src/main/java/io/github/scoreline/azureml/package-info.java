/**
 * A client for Azure Machine Learning scoring endpoints.
 *
 * <p>{@link io.github.scoreline.azureml.ScoringClient} makes the calls, {@link
 * io.github.scoreline.azureml.ScoringException} says what went wrong. Durations are {@link
 * java.time.Duration}s unless a name says another unit. Nothing here prints or logs.
 */
package io.github.scoreline.azureml;
