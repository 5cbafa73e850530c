/**
 * JSON as this project needs it: strict in reading, and numbers that keep their value. Used by the
 * library and by the program; no part of the public interface.
 */
package io.github.scoreline.azureml.json;
