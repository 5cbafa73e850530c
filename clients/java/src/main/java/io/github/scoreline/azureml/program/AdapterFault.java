package io.github.scoreline.azureml.program;

/**
 * An error of the protocol, not of the library. Its code is one of those that JSON-RPC reserves.
 */
final class AdapterFault extends Exception {
  private static final long serialVersionUID = 1;

  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL_ERROR = -32603;

  private final int code;

  AdapterFault(int code, String message) {
    super(message);
    this.code = code;
  }

  static AdapterFault params(String message) {
    return new AdapterFault(INVALID_PARAMS, message);
  }

  int code() {
    return code;
  }
}
