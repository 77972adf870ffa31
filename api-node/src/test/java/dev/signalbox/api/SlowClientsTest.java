package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Sse;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SlowClientsTest {
    private Stage stage;
    private HostPart host;

    @BeforeAll
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(
                kafka, directory, Map.of("api-write-deadline", "6s", "api-heartbeat", "500ms", "api-max-streams", "8"));
        host = stage.host();
    }

    @AfterAll
    void end() throws Exception {
        stage.close();
    }

    private String running() throws Exception {
        String id = Ids.SESSION.mint();
        var session = Entities.running(id, host.hostId(), false, stage.decider.cause());
        stage.shows(stage.decider.change(
                stage.namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null))));
        return id;
    }

    /// Asks for a stream and reads nothing of it.
    private Socket deaf(String id) throws Exception {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", stage.node.port()));
        socket.getOutputStream()
                .write(("GET /v1/sessions/" + id + "/output HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + stage.token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    void clients_that_do_not_read_are_cut_and_hold_up_nobody() throws Exception {
        String id = running();
        double cut = stage.metric("signalbox_api_streams_cut");
        List<Socket> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                deaf.add(deaf(id));
            }
            byte[] flood = new byte[12 * 1024 * 1024];
            try (var sse = Sse.open(stage.client, stage.request("/v1/sessions/" + id + "/output"))) {
                sse.untilNamed("caught_up");
                host.bytes(id, Stream.OUT, flood);
                long last = host.seq(id);
                var events = sse.until(
                        e -> e.data().path("seq").asLong() == last && e.name().equals("output"));
                assertThat(events).extracting(Sse.Event::name).doesNotContain("gap");
                long bytes = events.stream()
                        .filter(e -> e.name().equals("output"))
                        .mapToLong(e -> java.util.Base64.getDecoder()
                                .decode(e.data().get("data").asText())
                                .length)
                        .sum();
                assertThat(bytes).isEqualTo(flood.length);
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(stage.metric("signalbox_api_streams_cut"))
                            .isEqualTo(cut + 3));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(stage.metric("signalbox_api_streams_open"))
                            .isZero());
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
        }
    }

    @Test
    void a_client_that_vanishes_leaves_nothing_behind() throws Exception {
        String id = running();
        for (int i = 0; i < 5; i++) {
            try (var sse = Sse.open(stage.client, stage.request("/v1/sessions/" + id + "/output"))) {
                sse.untilNamed("caught_up");
            }
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(stage.metric("signalbox_api_streams_open")).isZero();
            assertThat(stage.metric("signalbox_api_view_watched")).isZero();
        });
    }

    @Test
    void one_subject_has_no_more_streams_than_it_may() throws Exception {
        String id = running();
        List<Sse> open = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                open.add(Sse.open(stage.client, stage.request("/v1/sessions/" + id + "/output")));
            }
            var ninth = stage.get("/v1/sessions/" + id + "/output");
            assertThat(ninth.status()).isEqualTo(429);
            assertThat(ninth.json().get("code").asText()).isEqualTo("RATE_LIMITED");
            assertThat(ninth.header("Retry-After")).isNotNull();
        } finally {
            for (Sse one : open) {
                one.close();
            }
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(stage.metric("signalbox_api_streams_open")).isZero());
    }

    @Test
    void a_quiet_stream_has_heartbeats_and_ends_with_its_token() throws Exception {
        String id = running();
        String brief = stage.node
                .tokens()
                .mint("brief", stage.namespace, Set.of(Capability.VIEW), Duration.ofSeconds(3))
                .token();
        var request = HttpRequest.newBuilder(stage.uri("/v1/sessions/" + id + "/output"))
                .header("Authorization", "Bearer " + brief);
        try (var sse = Sse.open(stage.client, request)) {
            List<String> names = new ArrayList<>();
            for (var event = sse.next(); event != null; event = sse.next()) {
                names.add(event.name());
            }
            assertThat(names).contains("heartbeat").endsWith("expired");
        }
    }
}
