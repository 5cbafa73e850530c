package io.github.scoreline.azureml;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Validates a scoring URI. The syntax is that of RFC 3986, with hosts that a resolver or a socket
 * accepts. All four clients apply the same rules; the Java platform adds two, in {@link #parsed}.
 */
final class ScoringUri {
  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern PARTS =
      Pattern.compile("(?i:https?)://(?<authority>[^/?]*)(?<target>.*)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]*\\]|[^:\\[\\]]*)(:(?<port>.*))?");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
  private static final Pattern HOST_NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*+\\.?");
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)\\.?");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern ADDRESS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final String CHARACTERS = "[A-Za-z0-9._~!$&'()*+,;=:@/?-]*+";
  private static final Pattern PATH_OR_QUERY =
      Pattern.compile(CHARACTERS + "(%[0-9A-Fa-f]{2}" + CHARACTERS + ")*+");
  private static final int MAX_PORT = 65_535;

  private ScoringUri() {}

  /** Returns the scheme, host and port of a URI, which contain no secret. */
  static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /**
   * Parses a scoring URI. Error messages never quote it, because it may contain a credential.
   *
   * @throws ScoringException.Configuration if the text is not a valid scoring URI
   */
  static URI of(String text) {
    require(!text.isEmpty(), "the scoring URI is empty");
    require(
        VISIBLE_ASCII.matcher(text).matches(),
        "the scoring URI contains a character that is not visible ASCII");
    Matcher parts = PARTS.matcher(text);
    require(parts.matches(), "the scoring URI does not start with http:// or https://");
    require(text.indexOf('#') < 0, "the scoring URI contains a fragment");
    String authority = parts.group("authority");
    require(authority.indexOf('@') < 0, "the scoring URI contains user information");
    require(!authority.isEmpty() && !authority.startsWith(":"), "the scoring URI has no host");
    Matcher hostAndPort = AUTHORITY.matcher(authority);
    require(
        hostAndPort.matches() && isHost(hostAndPort.group("host")),
        "the scoring URI has a host that is neither a name nor an address");
    require(isPort(hostAndPort.group("port")), "the scoring URI has a port outside 1 to 65535");
    require(
        PATH_OR_QUERY.matcher(parts.group("target")).matches(),
        "the scoring URI contains a character or escape that is not allowed in a URI");
    return parsed(text);
  }

  /**
   * Returns whether a text is a host name, an IPv4 address, or an IPv6 address in brackets. Only
   * some platforms treat every name that ends in a number as an address, so such a host has to be
   * four plain numbers.
   */
  private static boolean isHost(String text) {
    if (text.startsWith("[")) {
      return true; // java.net.URI checks the IPv6 address
    }
    return ENDS_IN_NUMBER.matcher(text).matches()
        ? ADDRESS.matcher(text).matches()
        : HOST_NAME.matcher(text).matches();
  }

  /** Returns whether the text after the host's colon is valid; it may be missing or empty. */
  private static boolean isPort(String text) {
    return text == null
        || text.isEmpty()
        || (PORT.matcher(text).matches() && Integer.parseInt(text) <= MAX_PORT);
  }

  /** Parses a valid scoring URI, or refuses it if the Java platform cannot send it unchanged. */
  private static URI parsed(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException fault) {
      throw ScoringException.configuration(
          "the scoring URI is invalid: " + fault.getReason() + " at index " + fault.getIndex());
    }
    require(
        uri.getHost() != null, "the scoring URI has a host that the Java platform does not accept");
    require(
        !"".equals(uri.getRawQuery()),
        "the scoring URI ends with a question mark, which the Java platform does not send");
    return uri;
  }

  private static void require(boolean valid, String message) {
    if (!valid) {
      throw ScoringException.configuration(message);
    }
  }
}
