package dev.signalbox.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The server's certificate.
final class TlsKeystore {
    private TlsKeystore() {}

    /// Null without a keystore. @throws IllegalArgumentException when it cannot be used
    static @Nullable SSLContext context(ApiSettings settings) {
        Path file = settings.apiTlsKeystore();
        if (file == null) {
            return null;
        }
        var secret = settings.apiTlsPassword();
        char[] password = secret == null ? new char[0] : secret.value().toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("api-tls-keystore: cannot use " + file + ": " + e.getMessage(), e);
        }
    }
}
