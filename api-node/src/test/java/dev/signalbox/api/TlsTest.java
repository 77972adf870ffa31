package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.stage.Stage;
import dev.signalbox.api.stage.WsClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node with a certificate of its own. Kafka is not needed to hear that.
final class TlsTest {
    private static final String PASSWORD = "geheim-123";

    @TempDir
    private Path directory;

    private Path keystore() throws Exception {
        Path file = directory.resolve("server.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
        return file;
    }

    private static SSLContext trusting(Path keystore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private ApiSettings settings(Path keystore, String password) {
        return Stage.settings(
                "127.0.0.1:1",
                directory,
                Map.of("api-tls-keystore", keystore.toString(), "api-tls-password", password));
    }

    @Test
    void with_a_certificate_every_listener_speaks_tls_and_nothing_else() throws Exception {
        Path keystore = keystore();
        try (var node = new ApiNode(settings(keystore, PASSWORD)).start();
                var client = HttpClient.newBuilder()
                        .sslContext(trusting(keystore))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var plain = HttpClient.newHttpClient()) {
            var live = URI.create("https://127.0.0.1:" + node.port() + "/v1/health/live");
            var answer = client.send(HttpRequest.newBuilder(live).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession()).isPresent();

            String token = node.tokens()
                    .mint("ann", "default", dev.signalbox.api.core.Principal.PERSON, java.time.Duration.ofHours(1))
                    .token();
            try (var socket = WsClient.open(
                    client,
                    URI.create("https://127.0.0.1:" + node.port() + "/v1/ws"),
                    Map.of("Authorization", "Bearer " + token))) {
                socket.send(Map.of("op", "ping"));
                assertThat(socket.text().get("op").asText()).isEqualTo("pong");
            }
            for (int port : node.dialects().values()) {
                var of = URI.create("https://127.0.0.1:" + port + "/no/such/path");
                assertThat(client.send(HttpRequest.newBuilder(of).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isBetween(400, 499);
            }
            var clear = URI.create("http://127.0.0.1:" + node.port() + "/v1/health/live");
            assertThatThrownBy(() ->
                            plain.send(HttpRequest.newBuilder(clear).build(), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_keystore_that_cannot_be_used_is_named_with_its_setting() throws Exception {
        Path keystore = keystore();
        assertThatThrownBy(() -> new ApiNode(settings(keystore, "wrong")).close())
                .hasMessageContaining("api-tls-keystore")
                .hasMessageContaining(keystore.toString())
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> new ApiNode(settings(directory.resolve("none.p12"), PASSWORD)).close())
                .hasMessageContaining("api-tls-keystore");
    }

    @Test
    void a_port_that_is_taken_is_named_with_its_setting() throws Exception {
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String at = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() ->
                            new ApiNode(Stage.settings("127.0.0.1:1", directory, Map.of("api-listen", at))).start())
                    .hasMessageStartingWith("api-listen: cannot listen on " + at);
            assertThatThrownBy(
                            () -> new ApiNode(Stage.settings("127.0.0.1:1", directory, Map.of("elemental-listen", at)))
                                    .start())
                    .hasMessageStartingWith("elemental-listen: cannot listen on " + at);
        }
    }
}
