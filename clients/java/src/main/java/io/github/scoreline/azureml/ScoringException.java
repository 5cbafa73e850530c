package io.github.scoreline.azureml;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * A call that failed. There is one subclass for each {@link ErrorKind}, so that a program can catch
 * what it knows how to handle; all of them carry the same fields.
 *
 * <p>The key of the client is in none of the fields: where the service echoes it, {@code ***}
 * stands in its place.
 */
public abstract sealed class ScoringException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is known about the call. */
  private final Failure failure;

  private ScoringException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  static ScoringException of(ErrorKind kind, Failure failure, Throwable cause) {
    return switch (kind) {
      case CONFIGURATION -> new Configuration(failure);
      case AUTHENTICATION -> new Authentication(failure);
      case THROTTLED -> new Throttled(failure);
      case MODEL -> new Model(failure);
      case SERVICE -> new Service(failure);
      case TIMEOUT -> new Timeout(failure, cause);
      case CONNECTION -> new Connection(failure, cause);
      case RESPONSE_FORMAT -> new ResponseFormat(failure);
    };
  }

  static ScoringException configuration(String message) {
    return new Configuration(Failure.unsent(message));
  }

  /**
   * What sort of failure this is.
   *
   * @return the kind, one for each subclass
   */
  public abstract ErrorKind kind();

  /**
   * How many requests were sent for the call.
   *
   * @return 0 when nothing was sent
   */
  public final int attempts() {
    return failure.attempts();
  }

  /**
   * The {@code x-ms-client-request-id} that was sent.
   *
   * @return empty when nothing was sent
   */
  public final Optional<String> clientRequestId() {
    return Optional.ofNullable(failure.clientRequestId());
  }

  /**
   * The HTTP status of the reply.
   *
   * @return empty when there was no whole reply
   */
  public final OptionalInt status() {
    return reply().map(reply -> OptionalInt.of(reply.status())).orElseGet(OptionalInt::empty);
  }

  /**
   * The service's own name for the request: {@code x-ms-request-id} of the reply, or {@code
   * x-request-id} where it has none.
   *
   * @return empty when the reply has neither
   */
  public final Optional<String> requestId() {
    return reply().map(Failure.Reply::requestId);
  }

  /**
   * The status that the model's container answered: {@code ms-azureml-model-error-statuscode}.
   *
   * @return empty when the reply does not tell, or tells no integer
   */
  public final OptionalInt modelStatus() {
    return reply()
        .map(Failure.Reply::modelStatus)
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  /**
   * Why the model failed, such as {@code model_not_ready}: {@code ms-azureml-model-error-reason}.
   *
   * @return empty when the reply does not tell
   */
  public final Optional<String> modelReason() {
    return reply().map(Failure.Reply::modelReason);
  }

  /**
   * What the reply asks to wait, in seconds: {@code retry-after-ms}, {@code x-ms-retry-after-ms} or
   * {@code Retry-After}, in that order.
   *
   * @return a positive finite number; empty when the reply asks for nothing that is one
   */
  public final OptionalDouble retryAfterSeconds() {
    return reply()
        .map(Failure.Reply::retryAfterSeconds)
        .map(OptionalDouble::of)
        .orElseGet(OptionalDouble::empty);
  }

  /**
   * The reply's body as UTF-8, at most its first 65,536 bytes. What is not UTF-8 is replaced by
   * U+FFFD.
   *
   * @return empty when there was no whole reply
   */
  public final Optional<String> body() {
    return reply().map(Failure.Reply::body);
  }

  private Optional<Failure.Reply> reply() {
    return Optional.ofNullable(failure.reply());
  }

  /**
   * One line for people: kind, status, message, request id and client request id.
   *
   * @return a line without control characters
   */
  @Override
  public final String toString() {
    var line = new StringBuilder("ScoringException: ");
    line.append(kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    status().ifPresent(status -> line.append(" (status ").append(status).append(')'));
    line.append(": ").append(getMessage());
    var ids = new StringJoiner(", ", " [", "]").setEmptyValue("");
    requestId().ifPresent(id -> ids.add("request id " + id));
    clientRequestId().ifPresent(id -> ids.add("client request id " + id));
    return line.append(ids).toString().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
  }

  /** Nothing was sent: the call cannot be made with what was given. */
  public static final class Configuration extends ScoringException {
    private static final long serialVersionUID = 1;

    private Configuration(Failure failure) {
      super(failure, null);
    }

    @Override
    public ErrorKind kind() {
      return ErrorKind.CONFIGURATION;
    }
  }

  /** Status 401 or 403. */
  public static final class Authentication extends ScoringException {
    private static final long serialVersionUID = 1;

    private Authentication(Failure failure) {
      super(failure, null);
    }

    @Override
    public ErrorKind kind() {
      return ErrorKind.AUTHENTICATION;
    }
  }

  /** Status 429. */
  public static final class Throttled extends ScoringException {
    private static final long serialVersionUID = 1;

    private Throttled(Failure failure) {
      super(failure, null);
    }

    @Override
    public ErrorKind kind() {
      return ErrorKind.THROTTLED;
    }
  }

  /** The model failed, not the service around it. */
  public static final class Model extends ScoringException {
    private static final long serialVersionUID = 1;

    private Model(Failure failure) {
      super(failure, null);
    }

    @Override
    public ErrorKind kind() {
      return ErrorKind.MODEL;
    }
  }

  /** Any other status but 2xx. */
  public static final class Service extends ScoringException {
    private static final long serialVersionUID = 1;

    private Service(Failure failure) {
      super(failure, null);
    }

    @Override
    public ErrorKind kind() {
      return ErrorKind.SERVICE;
    }
  }

  /** A limit of the configuration was reached. */
  public static final class Timeout extends ScoringException {
    private static final long serialVersionUID = 1;

    private Timeout(Failure failure, Throwable cause) {
      super(failure, cause);
    }

    @Override
    public ErrorKind kind() {
      return ErrorKind.TIMEOUT;
    }
  }

  /** No connection, or one that broke before the reply was whole; the cause tells more. */
  public static final class Connection extends ScoringException {
    private static final long serialVersionUID = 1;

    private Connection(Failure failure, Throwable cause) {
      super(failure, cause);
    }

    @Override
    public ErrorKind kind() {
      return ErrorKind.CONNECTION;
    }
  }

  /** A reply of 2xx that holds no prediction; status and body are there. */
  public static final class ResponseFormat extends ScoringException {
    private static final long serialVersionUID = 1;

    private ResponseFormat(Failure failure) {
      super(failure, null);
    }

    @Override
    public ErrorKind kind() {
      return ErrorKind.RESPONSE_FORMAT;
    }
  }
}
