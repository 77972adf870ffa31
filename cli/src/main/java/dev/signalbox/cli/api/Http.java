package dev.signalbox.cli.api;

import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ClientConfig;
import dev.signalbox.cli.console.Notices;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends requests to the first server that answers, and stays with it until it fails.
public final class Http {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final ClientConfig config;
    private final Notices notices;
    private final HttpClient client;
    private volatile int current;

    public Http(ClientConfig config, Notices notices) {
        this.config = config;
        this.notices = notices;
        this.client = client(config.servers());
    }

    public HttpClient client() {
        return client;
    }

    /// The server in use.
    public URI server() {
        return config.servers().get(current);
    }

    public @Nullable String token() {
        return config.token();
    }

    /// Goes on with the next server; false when there is no other.
    public boolean switchServer() {
        current = (current + 1) % config.servers().size();
        return config.servers().size() > 1;
    }

    /// @param repeatable whether the request may be sent again to another server when it is not known whether the
    /// first one has got it
    public HttpResponse<byte[]> send(
            String path, Duration timeout, boolean repeatable, Consumer<HttpRequest.Builder> how) {
        return send(path, timeout, repeatable, how, BodyHandlers.ofByteArray());
    }

    /// Opens a stream; the timeout is for its beginning only.
    public HttpResponse<InputStream> open(String path, Duration timeout, Consumer<HttpRequest.Builder> how) {
        return send(path, timeout, true, how, BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> send(
            String path,
            Duration timeout,
            boolean repeatable,
            Consumer<HttpRequest.Builder> how,
            HttpResponse.BodyHandler<T> handler) {
        String first = server().toString();
        boolean paused = false;
        for (int tried = 1; ; tried++) {
            URI server = server();
            try {
                HttpResponse<T> response = client.send(request(server, path, timeout, how), handler);
                boolean away = response.statusCode() == 503 || response.statusCode() == 502;
                if (!away || !repeatable || (paused && tried >= config.servers().size())) {
                    if (!away && !first.equals(server.toString())) {
                        notices.warn(first + " does not answer, going on with " + server);
                    }
                    return response;
                }
                switchServer();
                if (tried >= config.servers().size()) {
                    paused = true;
                    tried = 0;
                    pause(response);
                }
            } catch (IOException e) {
                switchServer();
                boolean unsent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
                if (tried >= config.servers().size() || !(repeatable || unsent)) {
                    throw unreachable(server, e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CliException.unreachable("interrupted", null);
            }
        }
    }

    private HttpRequest request(URI server, String path, Duration timeout, Consumer<HttpRequest.Builder> how) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(timeout);
        if (config.token() != null) {
            request.header("Authorization", "Bearer " + config.token());
        }
        how.accept(request);
        return request.build();
    }

    private CliException unreachable(URI server, IOException e) {
        String all = config.servers().size() == 1
                ? server.toString()
                : "none of "
                        + String.join(
                                ", ",
                                config.servers().stream().map(URI::toString).toList());
        String why = e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException)
                ? " did not answer in time"
                : config.servers().size() == 1 ? " cannot be reached" : " can be reached";
        return CliException.unreachable(
                all + why, "Is it running? `signalbox dev` starts one; --server or SIGNALBOX_SERVER names another.");
    }

    private static void pause(HttpResponse<?> response) throws InterruptedException {
        Duration asked = response.headers()
                .firstValue("Retry-After")
                .map(text -> text.chars().allMatch(Character::isDigit) && text.length() < 6
                        ? Duration.ofSeconds(Long.parseLong(text))
                        : LONGEST_PAUSE)
                .orElse(Duration.ofMillis(500));
        Thread.sleep(asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
    }

    private static HttpClient client(List<URI> servers) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (servers.stream().noneMatch(server -> Objects.equals(server.getScheme(), "https"))) {
            builder.sslContext(new NoTls());
        }
        return builder.build();
    }
}
