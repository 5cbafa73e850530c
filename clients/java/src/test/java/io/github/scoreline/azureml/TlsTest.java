package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which services are trusted. */
@Timeout(60)
class TlsTest {
  private static final double[][] ROWS = {{1}};
  private static final String PASSWORD = "changeit";

  @TempDir
  static Path folder;

  /** An authority, and the keys of services with certificates that it signed, by name. */
  private static KeyStore keys;

  @BeforeAll
  static void makeKeys() throws Exception {
    generate("-alias ca -ext bc:c");
    generate("-alias valid -signer ca -ext san=ip:127.0.0.1");
    generate("-alias elsewhere -signer ca -ext san=dns:example.com");
    generate("-alias expired -signer ca -ext san=ip:127.0.0.1 -startdate -3d -validity 1");
    generate("-alias early -signer ca -ext san=ip:127.0.0.1 -startdate +3d");
    keys = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
  }

  @Test
  @DisplayName("a service whose authority is given is trusted, and also if that is in a file")
  void trusted() throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), "a comment\n" + authority());
    try (SSLServerSocket service = service("valid")) {
      try (var client = client(service).caCertificates(authority()).build()) {
        assertEquals(1, client.score(ROWS)[0]);
      }
      Map<String, String> environment = Map.of(Configuration.CA_FILE_VARIABLE, file.toString());
      try (var client = client(service).environment(environment).build()) {
        assertEquals(1, client.score(ROWS)[0]);
      }
    }
  }

  @ParameterizedTest
  @DisplayName("a certificate that expired, is not valid yet, or is for another host is refused")
  @CsvSource({
    "expired,TLS: the certificate of the service has expired",
    "early,TLS: the certificate of the service is not valid yet",
    "elsewhere,'TLS: the certificate of the service is for another host, or invalid'"
  })
  void wrongCertificate(String name, String message) throws Exception {
    try (SSLServerSocket service = service(name);
        var client = client(service).caCertificates(authority()).build()) {
      var error = assertThrows(ScoringException.Connection.class, () -> client.score(ROWS));
      assertEquals(message, error.getMessage());
      assertEquals(1, error.attempts());
    }
  }

  @Test
  @DisplayName("a certificate of an authority that is not trusted is refused without a retry")
  void unknownAuthority() throws Exception {
    try (SSLServerSocket service = service("valid");
        var client = client(service).build()) {
      var error = assertThrows(ScoringException.Connection.class, () -> client.score(ROWS));
      assertEquals(
          "TLS: the certificate of the service is not from an authority that is trusted",
          error.getMessage());
      assertEquals(1, error.attempts());
    }
  }

  private static ScoringClientBuilder client(SSLServerSocket service) {
    return ScoringClient.builder()
        .environment(Map.of())
        .uri("https://127.0.0.1:" + service.getLocalPort() + "/score");
  }

  private static Path store() {
    return folder.resolve("keys");
  }

  private static void generate(String options) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String[] common = {"-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-storepass", PASSWORD};
    var command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of(common));
    command.addAll(List.of("-keystore", store().toString()));
    command.addAll(List.of(options.split(" ")));
    var output = ProcessBuilder.Redirect.DISCARD;
    assertEquals(0, new ProcessBuilder(command).redirectError(output).start().waitFor());
  }

  private static String authority() throws Exception {
    byte[] certificate = keys.getCertificate("ca").getEncoded();
    String text = Base64.getMimeEncoder().encodeToString(certificate);
    return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
  }

  /** Returns a service with one of the keys. It answers every request with {@code [1]}. */
  private static SSLServerSocket service(String name) throws Exception {
    KeyStore only = KeyStore.getInstance("PKCS12");
    only.load(null, null);
    char[] password = PASSWORD.toCharArray();
    only.setKeyEntry(name, keys.getKey(name, password), password, keys.getCertificateChain(name));
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(only, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var service = (SSLServerSocket)
        context.getServerSocketFactory().createServerSocket(0, 9, InetAddress.getLoopbackAddress());
    var thread = new Thread(() -> serve(service));
    thread.setDaemon(true);
    thread.start();
    return service;
  }

  private static void serve(SSLServerSocket service) {
    while (!service.isClosed()) {
      try (var connection = (SSLSocket) service.accept()) {
        InputStream request = connection.getInputStream();
        for (int octet = request.read(); octet != '}'; octet = request.read()) {
          if (octet < 0) {
            throw new IOException("the client closed the connection");
          }
        }
        String reply = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\n[1]";
        connection.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException refused) {
        // Expected if the client does not trust the service.
      }
    }
  }
}
