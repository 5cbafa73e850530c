package io.github.scoreline.azureml;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Reports a call that failed. There is one subclass for each {@link ErrorKind}, so that a program
 * can catch the errors that it can handle. All subclasses have the same fields.
 *
 * <p>No field contains the key of the client: if the service echoes the key, it is replaced by
 * {@code ***}.
 */
public abstract sealed class ScoringException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is known of the failure, with secrets masked. */
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
   * Returns the same error with the stack of the current thread: that of a synchronous caller,
   * instead of the stack of a thread of the client.
   */
  final ScoringException onThisThread() {
    return of(kind(), failure, getCause());
  }

  /**
   * Returns the kind of failure.
   *
   * @return the kind; each subclass has one
   */
  public abstract ErrorKind kind();

  /**
   * Returns how many requests were sent for the call, or would have been but for a connection.
   *
   * @return the number of requests sent, and of connections that could not be made; 0 if nothing was
   *     tried
   */
  public final int attempts() {
    return failure.attempts();
  }

  /**
   * Returns the {@code x-ms-client-request-id} that was sent.
   *
   * @return the id; empty if nothing was sent
   */
  public final Optional<String> clientRequestId() {
    return Optional.ofNullable(failure.clientRequestId());
  }

  /**
   * Returns the HTTP status of the reply.
   *
   * @return the status; empty if there was no complete reply
   */
  public final OptionalInt status() {
    return reply().map(reply -> OptionalInt.of(reply.status())).orElseGet(OptionalInt::empty);
  }

  /**
   * Returns the service's id for the request: {@code x-ms-request-id} of the reply, or {@code
   * x-request-id} if that is missing.
   *
   * @return the id; empty if the reply has neither header
   */
  public final Optional<String> requestId() {
    return reply().map(Failure.Reply::requestId);
  }

  /**
   * Returns the status that the model's container returned: {@code
   * ms-azureml-model-error-statuscode}.
   *
   * @return the status; empty if the header is missing or not a three-digit status
   */
  public final OptionalInt modelStatus() {
    return reply()
        .map(Failure.Reply::modelStatus)
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  /**
   * Returns why the model failed, such as {@code model_not_ready}: {@code
   * ms-azureml-model-error-reason}.
   *
   * @return the reason; empty if the header is missing
   */
  public final Optional<String> modelReason() {
    return reply().map(Failure.Reply::modelReason);
  }

  /**
   * Returns how long the reply asks the client to wait: {@code retry-after-ms}, {@code
   * x-ms-retry-after-ms} or {@code Retry-After}, in that order.
   *
   * @return a positive duration; empty if no header gives one
   */
  public final Optional<Duration> retryAfter() {
    return reply().map(Failure.Reply::retryAfter);
  }

  /**
   * Returns the body of the reply as UTF-8, at most its first 65,536 bytes. Invalid bytes are
   * replaced by U+FFFD.
   *
   * @return the text; empty if there was no complete reply
   */
  public final Optional<String> body() {
    return reply().map(Failure.Reply::body);
  }

  private Optional<Failure.Reply> reply() {
    return Optional.ofNullable(failure.reply());
  }

  /**
   * Describes the error on one line: kind, status, message, request id and client request id.
   *
   * @return a line for people, without control characters
   */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // The message alone is what the service said.
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

  /** The call cannot be made with the given settings or input; nothing was sent. */
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

  /**
   * The model failed, not the service around it: status 424, or any non-2xx status with {@code
   * x-ms-run-function-failed: True}.
   */
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

  /** Any other non-2xx status. Redirects are not followed and end up here. */
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

  /** A configured time limit was reached. */
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

  /**
   * No connection could be made, or it broke before the reply was complete. The cause has the
   * details, unless it would reveal the key.
   */
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

  /** A 2xx reply that does not contain a prediction. Status and body are present. */
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
