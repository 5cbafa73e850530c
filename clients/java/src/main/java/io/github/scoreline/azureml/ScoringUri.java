package io.github.scoreline.azureml;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scoring URI is made of: RFC 3986, and of its hosts those that a name server or a socket
 * knows. All siblings have the same rules; two are the Java platform's own.
 */
final class ScoringUri {
  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern PARTS =
      Pattern.compile("(?i:https?)://(?<authority>[^/?]*)(?<target>.*)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]*\\]|[^:\\[\\]]*)(:(?<port>[1-9][0-9]{0,4})?)?");
  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
  private static final Pattern HOST_NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*+\\.?");
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)\\.?");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern ADDRESS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final String CHARACTERS = "[A-Za-z0-9._~!$&'()*+,;=:@/?-]*+";
  private static final Pattern PATH_OR_QUERY =
      Pattern.compile(CHARACTERS + "(%[0-9A-Fa-f]{2}" + CHARACTERS + ")*+");
  private static final int HIGHEST_PORT = 65_535;

  private ScoringUri() {}

  /**
   * Checks a scoring URI. No message quotes it: it may hold a credential.
   *
   * @throws ScoringException.Configuration if the text is none
   */
  static URI of(String text) {
    require(
        VISIBLE_ASCII.matcher(text).matches(),
        "the scoring URI is empty or has blanks, control characters or characters beyond ASCII");
    Matcher parts = PARTS.matcher(text);
    require(parts.matches(), "the scoring URI is not an absolute http or https URI");
    require(text.indexOf('#') < 0, "the scoring URI has a fragment, which no request sends");
    String authority = parts.group("authority");
    require(authority.indexOf('@') < 0, "the scoring URI has a user or password in it");
    Matcher hostAndPort = AUTHORITY.matcher(authority);
    require(
        hostAndPort.matches() && isHost(hostAndPort.group("host")),
        "the scoring URI has no host that a connection can be made to, or a port that is none");
    String port = hostAndPort.group("port");
    require(
        port == null || Integer.parseInt(port) <= HIGHEST_PORT,
        "the port of the scoring URI is not one of 1 to 65535");
    require(
        PATH_OR_QUERY.matcher(parts.group("target")).matches(),
        "the path or query of the scoring URI has a character or an escape that no URI may have");
    return platformsOwn(text);
  }

  /**
   * A host name, an IPv4 address, or an IPv6 address in brackets. A name that ends in a number is
   * an address to some platforms and none to others, so that only four plain numbers pass.
   */
  private static boolean isHost(String text) {
    if (text.startsWith("[")) {
      return true; // the platform knows IPv6
    }
    return ENDS_IN_NUMBER.matcher(text).matches()
        ? ADDRESS.matcher(text).matches()
        : HOST_NAME.matcher(text).matches();
  }

  private static URI platformsOwn(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException fault) {
      throw ScoringException.configuration(
          "the scoring URI is not one: " + fault.getReason() + " at index " + fault.getIndex());
    }
    require(
        uri.getHost() != null,
        "the scoring URI has a host that the Java platform does not take for one");
    require(
        !"".equals(uri.getRawQuery()),
        "the scoring URI ends with a question mark, which the Java platform would not send");
    return uri;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw ScoringException.configuration(otherwise);
    }
  }
}
