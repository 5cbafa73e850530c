/**
 * An internal JSON reader and writer, shared by the library and the program. Reading is strict, and
 * numbers keep their value. This package is not part of the public API.
 */
package io.github.scoreline.azureml.json;
