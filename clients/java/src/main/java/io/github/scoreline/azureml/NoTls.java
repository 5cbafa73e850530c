package io.github.scoreline.azureml;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A placeholder TLS context for a client that never uses TLS, because its only URI is an http URI
 * and it does not follow redirects. The platform's default context would first read the whole trust
 * store, which takes longer than a call. An SSLContext of the platform with an empty trust store is
 * no way out: measured, it takes four fifths of that time, for the security providers it loads.
 */
final class NoTls extends SSLContextSpi {
  private NoTls() {}

  static SSLContext context() {
    return new SSLContext(new NoTls(), null, "none") {};
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return new SSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return new SSLParameters();
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("TLS is not supported");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    throw unused();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    throw unused();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    throw unused();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    throw unused();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    throw unused();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("a client with an http URI makes no TLS connections");
  }
}
