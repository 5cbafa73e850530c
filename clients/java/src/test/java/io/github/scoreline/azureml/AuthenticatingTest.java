package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests which key is sent, with an exchange of their own. */
class AuthenticatingTest {
  private static final Request REQUEST = new Request(Operation.health(), null, null);

  private final List<String> sent = new ArrayList<>();
  private String valid = "first";
  private int refusal = 401;
  private String failed;

  private final Exchange service = (request, call) -> {
    String key = request.bearer() == null ? "none" : request.bearer().reveal();
    sent.add(key);
    return CompletableFuture.completedFuture(
        RetryingTest.reply(key.equals(valid) ? 200 : refusal, "x-ms-run-function-failed", failed));
  };

  @Test
  @DisplayName("without a key, none is sent, and a refusal is the reply")
  void noKey() {
    var exchange = new Authenticating(service, new Keys(null, null));
    assertEquals(401, status(exchange));
    assertEquals(List.of("none"), sent);
  }

  @Test
  @DisplayName("with one key, a refusal is the reply")
  void oneKey() {
    valid = "another";
    var exchange = new Authenticating(service, new Keys(new Secret("first"), null));
    assertEquals(401, status(exchange));
    assertEquals(List.of("first"), sent);
  }

  @Test
  @DisplayName("the other key takes the place of one that is refused, both ways")
  void otherKey() {
    var exchange = both();
    assertEquals(200, status(exchange));
    valid = "second";
    assertEquals(200, status(exchange));
    assertEquals(200, status(exchange));
    valid = "first";
    assertEquals(200, status(exchange));
    assertEquals(List.of("first", "first", "second", "second", "second", "first"), sent);
  }

  @Test
  @DisplayName("if both keys are refused, two requests are sent")
  void bothRefused() {
    valid = "another";
    assertEquals(401, status(both()));
    assertEquals(List.of("first", "second"), sent);
  }

  @Test
  @DisplayName("a call changes the key only once, even in a further attempt")
  void oncePerCall() {
    valid = "another";
    Call call = call();
    Exchange exchange = both();
    exchange.send(REQUEST, call).join();
    exchange.send(REQUEST, call).join();
    assertEquals(List.of("first", "second", "second"), sent);
  }

  @Test
  @DisplayName("status 403 does not change the key")
  void forbidden() {
    valid = "another";
    refusal = 403;
    assertEquals(403, status(both()));
    assertEquals(List.of("first"), sent);
  }

  @Test
  @DisplayName("a 401 that the script has caused does not change the key")
  void refusedByTheScript() {
    valid = "another";
    failed = "True";
    assertEquals(401, status(both()));
    assertEquals(List.of("first"), sent);
  }

  private Exchange both() {
    return new Authenticating(service, new Keys(new Secret("first"), new Secret("second")));
  }

  private static int status(Exchange exchange) {
    return exchange.send(REQUEST, call()).join().status();
  }

  private static Call call() {
    return new FakeTiming().call(0);
  }
}
