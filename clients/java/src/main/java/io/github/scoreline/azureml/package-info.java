/**
 * A client for Azure Machine Learning scoring endpoints.
 *
 * <p>{@link io.github.scoreline.azureml.ScoringClient} makes the calls, and {@link
 * io.github.scoreline.azureml.ScoringException} reports why a call failed. Durations are {@link
 * java.time.Duration}s unless a name states another unit. The library neither prints nor logs.
 */
package io.github.scoreline.azureml;
