package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Authenticator;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which settings a client accepts. */
class ConfigurationTest {
  private static final String URI = "http://localhost/score";

  @ParameterizedTest
  @DisplayName("a URI that no request can use is a configuration error when the client is created")
  @ValueSource(
      strings = {
        "",
        "score",
        "/score",
        "//host/score",
        "ftp://host/score",
        "http:score",
        "http:///score",
        "http://host/a b",
        "http://host/\t",
        "http://host/\u00e9",
        "http://host/score#part",
        "http://host/score#",
        "http://user:pass@host/score",
        "http://host/score?",
        "http://host/%zz",
        "http://host/%",
        "http://host/?q=%2",
        "http://host/a|b",
        "http://host/{a}",
        "http://host/a\\b",
        "http://host/?q=[a]",
        "http://host:080/",
        "http://host:-1/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[::1%25lo]/",
        "http://[1.2.3.4]/",
        "http://::1/",
        "http://ho$t/",
        "http://a%20b/",
        "http://a..b/",
        "http://.a/",
        "http://-a/",
        "http://a-/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://256.0.0.1/",
        "http://127.0.0.1./",
        "http://my_host/",
        "http://host:0/",
        "http://host:65536/",
        " http://host/",
        "http://host/\n"
      })
  void badUri(String uri) {
    assertRefused(ScoringClient.builder().environment(Map.of()).uri(uri));
    if (!uri.isEmpty()) {
      assertRefused(ScoringClient.builder().environment(Map.of(Configuration.URI_VARIABLE, uri)));
    }
  }

  @ParameterizedTest
  @DisplayName(
      "a URI may contain a port, an address, capitals, and every path character of RFC 3986")
  @ValueSource(
      strings = {
        "http://h",
        "HTTP://h/",
        "https://h:8443/x?y",
        "http://[::1]:80/",
        "http://1.2.3.4/%7e",
        "http://my-host.example.:1/",
        "http://h:/",
        "http://h/!$&'()*+,;=:@-._~%7e//..?/?!$&'()*+,;=:@"
      })
  void goodUri(String uri) {
    ScoringClient.builder().environment(Map.of()).uri(uri).build().close();
    String longUri = uri + (uri.endsWith("h") ? "/" : "") + "a%7e".repeat(20_000);
    ScoringClient.builder().environment(Map.of()).uri(longUri).build().close();
  }

  @ParameterizedTest
  @DisplayName("a key that no header can carry is a configuration error that does not quote it")
  @ValueSource(strings = {"", "with blank", "line\nbreak", "cl\u00e9", "tab\t"})
  void badKey(String key) {
    var error =
        assertRefused(ScoringClient.builder().environment(Map.of()).uri(URI).key(key));
    assertTrue(key.isEmpty() || !error.toString().contains(key));
  }

  @Test
  @DisplayName("a limit of zero or less is a configuration error")
  void badLimits() {
    for (Duration limit : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
      assertRefused(explicit().connectTimeout(limit));
      assertRefused(explicit().attemptTimeout(limit));
      assertRefused(explicit().overallTimeout(limit));
    }
  }

  @Test
  @DisplayName("a reply limit of zero or less is a configuration error, and it can be of any size")
  void replyLimit() {
    assertRefused(explicit().replyLimit(0));
    assertRefused(explicit().replyLimit(-1));
    assertEquals(67_108_864, Configuration.of(explicit(), Map.of()).replyLimit());
    explicit().replyLimit(Long.MAX_VALUE).build().close();
  }

  @Test
  @DisplayName("a number of retries comes from the builder, the environment or is 3")
  void retries() {
    assertEquals(3, Configuration.of(explicit(), Map.of()).limits().retries());
    var environment = Map.of(Configuration.RETRIES_VARIABLE, "7");
    assertEquals(7, Configuration.of(explicit(), environment).limits().retries());
    assertEquals(
        0, Configuration.of(explicit().retries(0), environment).limits().retries());
    assertRefused(explicit().retries(-1));
    for (String count : new String[] {"-1", "1.5", "many", " 1", "9999999999"}) {
      assertRefused(ScoringClient.builder()
          .uri(URI)
          .environment(Map.of(Configuration.RETRIES_VARIABLE, count)));
    }
  }

  @Test
  @DisplayName("a secondary key needs a key, and is checked like a key")
  void secondaryKey() {
    assertRefused(explicit().secondaryKey("k2"));
    assertRefused(explicit().key("k1").secondaryKey(""));
    assertRefused(explicit().key("k1").secondaryKey("cl\u00e9"));
    var environment = Map.of(Configuration.SECONDARY_KEY_VARIABLE, "k2");
    Configuration set = Configuration.of(explicit().key("k1"), environment);
    assertEquals("k2", set.secondaryKey().reveal());
    assertFalse(set.toString().contains("k2"));
  }

  @Test
  @DisplayName("CA certificates that are not PEM, or a file that cannot be read, are refused")
  void caCertificates() {
    String block = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n";
    for (String pem : new String[] {"", "x", block.formatted("AAAA"), block.formatted("A")}) {
      assertRefused(explicit().caCertificates(pem));
    }
    for (String file : new String[] {"/no/such/file", "/", "\0"}) {
      assertRefused(ScoringClient.builder()
          .uri(URI)
          .environment(Map.of(Configuration.CA_FILE_VARIABLE, file)));
    }
  }

  @Test
  @DisplayName("limits default to 10 and 60 seconds, and can be of any length")
  void limits() {
    Configuration defaults = Configuration.of(explicit(), Map.of());
    assertEquals(Duration.ofSeconds(10), defaults.connectTimeout());
    assertEquals(Duration.ofSeconds(60), defaults.limits().attemptTimeout());
    assertEquals(Duration.ofSeconds(300), defaults.limits().overallTimeout());
    explicit().attemptTimeout(Duration.ofSeconds(Long.MAX_VALUE)).build().close();
  }

  @ParameterizedTest
  @DisplayName("an application that no User-Agent can carry is a configuration error")
  @ValueSource(strings = {"", " ", "a\r\nb", " a", "a ", "\u00e9"})
  void badApplication(String application) {
    assertRefused(explicit().application(application));
  }

  @Test
  @DisplayName(
      "explicit settings take precedence over the environment; an empty variable counts as unset")
  void precedence() {
    var environment =
        Map.of(Configuration.URI_VARIABLE, "http://other/", Configuration.KEY_VARIABLE, "k1");
    Configuration set = Configuration.of(explicit().key("k2"), environment);
    assertEquals(URI, set.uri().toString());
    assertEquals("k2", set.key().reveal());
    Configuration read = Configuration.of(ScoringClient.builder(), environment);
    assertEquals("http://other/", read.uri().toString());
    assertEquals("k1", read.key().reveal());
    assertNull(
        Configuration.of(explicit(), Map.of(Configuration.KEY_VARIABLE, "")).key());
    assertRefused(ScoringClient.builder().environment(Map.of(Configuration.URI_VARIABLE, "")));
  }

  @Test
  @DisplayName("an HTTP client that breaks a promise of this library is refused")
  void httpClient() {
    assertRefused(explicit()
        .httpClient(
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()));
    assertRefused(explicit()
        .httpClient(HttpClient.newBuilder().cookieHandler(new CookieManager()).build()));
    assertRefused(explicit()
        .httpClient(
            HttpClient.newBuilder().authenticator(new Authenticator() {}).build()));
    assertRefused(explicit().httpClient(HttpClient.newHttpClient()).caCertificates("x"));
  }

  @Test
  @DisplayName("the text of a client contains neither the path nor the query of its URI")
  void pathAndQueryAreHidden() {
    try (ScoringClient client =
        explicit().uri("https://h:1/c0de/score?code=c0de").build()) {
      assertEquals("ScoringClient[https://h:1]", client.toString());
    }
  }

  @Test
  @DisplayName("the text of a client or a builder does not contain the key")
  @SuppressWarnings("ObjectToString") // This text is what is checked.
  void keyIsMasked() {
    try (ScoringClient client = explicit().key("s3cr3t").build()) {
      assertFalse(client.toString().contains("s3cr3t"), client.toString());
      assertTrue(client.toString().contains("***"), client.toString());
    }
    assertFalse(explicit().key("s3cr3t").toString().contains("s3cr3t"));
  }

  private static ScoringClientBuilder explicit() {
    return ScoringClient.builder().environment(Map.of()).uri(URI);
  }

  private static ScoringException assertRefused(ScoringClientBuilder builder) {
    var error = assertThrows(ScoringException.Configuration.class, builder::build);
    assertEquals(0, error.attempts());
    return error;
  }
}
