package io.github.scoreline.azureml.program;

import io.github.scoreline.azureml.ScoringException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the protocol's {@code data} object of an error, which both modes write. Members that do
 * not apply are absent.
 */
final class ErrorData {
  private ErrorData() {}

  static ObjectNode of(String kind, String message, int attempts) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", kind)
        .put("message", message)
        .put("attempts", attempts);
  }

  static ObjectNode of(ScoringException error) {
    String kind = error.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    ObjectNode data = of(kind, error.getMessage(), error.attempts());
    error.clientRequestId().ifPresent(id -> data.put("clientRequestId", id));
    error.status().ifPresent(status -> data.put("status", status));
    error.requestId().ifPresent(id -> data.put("requestId", id));
    error.modelStatus().ifPresent(status -> data.put("modelStatus", status));
    error.modelReason().ifPresent(reason -> data.put("modelReason", reason));
    error.retryAfter().ifPresent(wait -> data.put("retryAfterSeconds", seconds(wait)));
    error.body().ifPresent(body -> data.put("body", body));
    return data;
  }

  private static double seconds(Duration time) {
    return BigDecimal.valueOf(time.getSeconds())
        .add(BigDecimal.valueOf(time.getNano(), 9))
        .doubleValue();
  }
}
