package dev.signalbox.api.auth;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where a JWKS may come from.
public final class JwksSources {
    private static final int MAX_BYTES = 256 * 1024;

    private JwksSources() {}

    /// A file; it is read anew whenever keys are.
    public static FetchedKeys.Source file(Path file) {
        return () -> {
            try (InputStream in = Files.newInputStream(file)) {
                return text(in);
            }
        };
    }

    /// An address; only on this machine may it be without TLS.
    ///
    /// @param timeout for all of it
    /// @throws IllegalArgumentException when the address will not do
    public static FetchedKeys.Source url(URI url, Duration timeout) {
        boolean safe = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && loopback(url.getHost()));
        if (!safe) {
            throw new IllegalArgumentException("keys are fetched by https only, not from " + url);
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Accept", "application/json")
                .build();
        return () -> fetch(client, request, timeout);
    }

    private static String fetch(HttpClient client, HttpRequest request, Duration timeout) throws IOException {
        // The client's own future: to cancel it ends the exchange, a body that trickles too.
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer in " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(why.getMessage()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String text(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("larger than " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean loopback(String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
