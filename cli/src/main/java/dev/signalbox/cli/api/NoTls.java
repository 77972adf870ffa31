package dev.signalbox.cli.api;

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
import org.jspecify.annotations.Nullable;

/// Stands where the HTTP client wants a TLS context and no server has TLS: loading the real one, with its certificates,
/// takes longer than most requests.
final class NoTls extends SSLContext {
    NoTls() {
        super(new Nothing(), null, "none");
    }

    private static final class Nothing extends SSLContextSpi {
        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("there is no TLS here");
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
        protected SSLSocketFactory engineGetSocketFactory() {
            throw none();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw none();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw none();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            throw none();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            throw none();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            throw none();
        }

        private static UnsupportedOperationException none() {
            return new UnsupportedOperationException("there is no TLS here");
        }
    }
}
