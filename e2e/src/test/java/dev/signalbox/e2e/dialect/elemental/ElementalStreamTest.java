package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.elemental.Events.Event;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// An agent's stream and Elemental's WebSocket on the running system.
final class ElementalStreamTest {
    private static final String ECHO = "echo ready; while read -r line; do echo \"got $line\"; done";
    private static final String COUNT = "for i in $(seq 1 2000); do echo line $i; done; " + ECHO;

    private final ElementalClient client = new ElementalClient(0);
    private final ElementalClient other = new ElementalClient(1);

    @Test
    void a_stream_begins_with_the_connection_tells_all_output_and_ends_with_the_exit() {
        String agent = client.worker(
                "bash", "-c", "echo one; echo '{\"type\":\"assistant\",\"message\":\"two\"}'; read -r x; exit 3");
        String session = client.start(agent, null);
        try (Events events = other.stream(agent, null)) {
            assertThat(events.status()).isEqualTo(200);
            assertThat(events.contentType()).startsWith("text/event-stream");
            List<Event> begun = events.untilContent("two");
            assertThat(begun).extracting(Event::name).containsExactly("connected", "agent_output", "agent_assistant");
            assertThat(begun.getFirst().data().path("sessionId").asText()).isEqualTo(session);
            assertThat(begun.getFirst().data().path("agentId").asText()).isEqualTo(agent);
            assertThat(begun.getFirst().data().path("timestamp").asText()).endsWith("Z");
            assertThat(begun.get(1).data().path("type").asText()).isEqualTo("output");
            assertThat(begun.get(1).content()).isEqualTo("one");
            assertThat(begun.get(2).data().at("/raw/message").asText()).isEqualTo("two");

            client.post("/api/agents/" + agent + "/input", Map.of("input", "go"))
                    .expect(202);

            List<Event> ended = events.untilNamed("agent_exit");
            assertThat(ended.getLast().data().toString()).isEqualTo("{\"code\":3,\"signal\":null}");
            // Trap 13: the original keeps the connection for ever.
            assertThat(events.next()).isEmpty();
            List<Event> all = new ArrayList<>(begun);
            all.addAll(ended);
            assertThat(all.stream().map(event -> Long.valueOf(event.id())))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        Eventually.holds(() -> assertThat(client.get("/api/agents/" + agent + "/stream")
                        .expect(404)
                        .error())
                .isEqualTo("NO_SESSION"));
        assertThat(client.get("/api/agents/el-nobody/stream").expect(404).error())
                .isEqualTo("NO_SESSION");
    }

    /// Trap 3: the original counts anew with each connection and forgets what came in between.
    @Test
    void who_comes_back_gets_exactly_what_is_missing_on_any_node() {
        String agent = client.worker("bash", "-c", COUNT);
        String id = client.start(agent, null);
        List<Event> whole;
        try (Events events = client.stream(agent, null)) {
            whole = events.untilContent("ready");
        }
        try (Events events = other.stream(agent, null)) {
            assertThat(events.untilContent("ready"))
                    .extracting(Event::id)
                    .isEqualTo(whole.stream().map(Event::id).toList());
        }
        List<String> seen = new ArrayList<>();
        String last = null;
        for (int connection = 0; !seen.contains("ready"); connection++) {
            int part = 137 + connection;
            try (Events events = (connection % 2 == 0 ? client : other).stream(agent, last)) {
                Event connected = events.next().orElseThrow();
                assertThat(connected.name()).isEqualTo("connected");
                assertThat(last == null || connected.id().equals(last)).isTrue();
                last = connected.id();
                for (int i = 0; i < part && !seen.contains("ready"); i++) {
                    Event event = events.next().orElseThrow();
                    seen.add(event.content());
                    last = event.id();
                }
            }
        }
        assertThat(seen).isEqualTo(whole.stream().skip(1).map(Event::content).toList());
        assertThat(seen).hasSize(2001);
        assertThat(whole.getFirst().data().path("sessionId").asText()).isEqualTo(id);
        client.stop(agent);
    }

    @Test
    void who_drops_right_after_the_connection_loses_nothing() {
        String agent = client.worker("bash", "-c", ECHO);
        client.start(agent, null);
        String last;
        try (Events events = client.stream(agent, null)) {
            last = events.untilContent("ready").getLast().id();
        }
        client.post("/api/agents/" + agent + "/input", Map.of("input", "while away"))
                .expect(202);
        try (Events events = other.stream(agent, last)) {
            last = events.next().orElseThrow().id();
        }
        try (Events events = client.stream(agent, last)) {
            List<Event> rest = events.untilContent("while away");
            assertThat(rest).hasSize(2);
        }
        client.stop(agent);
    }

    @Test
    void who_comes_back_after_the_end_gets_the_rest_and_then_the_next_session() {
        String agent = client.worker("bash", "-c", ECHO);
        String first = client.start(agent, null);
        String last;
        try (Events events = client.stream(agent, null)) {
            last = events.untilContent("ready").getLast().id();
        }
        client.post("/api/agents/" + agent + "/input", Map.of("input", "the rest"))
                .expect(202);
        try (Events events = client.stream(agent, null)) {
            events.untilContent("the rest");
        }
        client.stop(agent);
        String second = client.start(agent, null);

        List<Event> rest;
        try (Events events = other.stream(agent, last)) {
            rest = events.untilNamed("agent_exit");
            assertThat(rest.getFirst().data().path("sessionId").asText()).isEqualTo(first);
            assertThat(rest).extracting(Event::name).containsExactly("connected", "agent_output", "agent_exit");
            assertThat(events.next()).isEmpty();
        }
        try (Events events = client.stream(agent, rest.getLast().id())) {
            Event connected = events.next().orElseThrow();
            assertThat(connected.data().path("sessionId").asText()).isEqualTo(second);
            assertThat(events.next().orElseThrow().content()).isEqualTo("ready");
        }
        client.stop(agent);
        try (Events events = client.stream(agent, rest.getLast().id())) {
            assertThat(events.status()).isEqualTo(404);
        }
    }

    @Test
    void a_node_that_is_killed_in_the_middle_of_a_stream_costs_its_clients_nothing() throws Exception {
        String agent = other.worker("bash", "-c", ECHO);
        other.start(agent, null);
        String last;
        try (Events events = client.stream(agent, null)) {
            last = events.untilContent("ready").getLast().id();
            RunningSystem.shared().stopApiNode(0);
            other.post("/api/agents/" + agent + "/input", Map.of("input", "meanwhile"))
                    .expect(202);
        } finally {
            RunningSystem.shared().startApiNode(0);
        }
        try (Events events = other.stream(agent, last)) {
            assertThat(events.untilContent("meanwhile")).hasSize(2);
        }
        other.stop(agent);
    }

    @Test
    void the_socket_subscribes_takes_input_and_tells_events_and_the_exit() {
        String agent = client.worker("bash", "-c", ECHO);
        client.start(agent, null);
        try (Socket socket = client.socket()) {
            assertThat(socket.subscribe(agent).toString())
                    .isEqualTo("{\"type\":\"subscribed\",\"agentId\":\"" + agent + "\",\"hasSession\":true}");
            socket.send(Map.of("type", "ping"));
            assertThat(socket.next("pong").toString()).isEqualTo("{\"type\":\"pong\"}");

            socket.send(Map.of("type", "input", "input", "user message"));

            JsonNode event = socket.untilContent("user message").getLast();
            assertThat(event.path("type").asText()).isEqualTo("event");
            assertThat(event.at("/event/type").asText()).isEqualTo("output");
            client.stop(agent);
            JsonNode exit = socket.next("exit");
            assertThat(exit.has("code")).isTrue();
            assertThat(exit.has("signal")).isTrue();
        }
    }

    @Test
    void the_socket_passes_over_what_nobody_understands_and_stays_open() {
        try (Socket socket = client.socket()) {
            for (String nonsense :
                    List.of("{", "[]", "7", "{\"type\":\"dance\"}", "{\"type\":\"subscribe\"}", "{\"x\":1}")) {
                socket.raw(nonsense);
            }
            socket.send(Map.of("type", "input", "input", "to nobody"));
            socket.send(Map.of("type", "ping"));
            assertThat(socket.next().path("type").asText()).isEqualTo("pong");
            assertThat(socket.subscribe("el-nobody").path("hasSession").asBoolean(true))
                    .isFalse();
        }
    }

    /// Trap 12: the original goes on sending to the agent before, and never sees a session that starts later.
    @Test
    void a_new_subscription_leaves_the_old_agent_and_sees_the_session_that_starts_later() {
        String old = client.worker("bash", "-c", ECHO);
        String late = client.worker("bash", "-c", ECHO);
        client.start(old, null);
        try (Socket socket = client.socket()) {
            assertThat(socket.subscribe(old).path("hasSession").asBoolean()).isTrue();
            assertThat(socket.subscribe(late).path("hasSession").asBoolean(true))
                    .isFalse();
            socket.send(Map.of("type", "input", "input", "for nobody"));
            client.post("/api/agents/" + old + "/input", Map.of("input", "marker"))
                    .expect(202);
            try (Events events = client.stream(old, null)) {
                List<Event> seen = events.untilContent("marker");
                assertThat(seen).noneMatch(event -> event.content().contains("for nobody"));
            }
            assertThat(socket.quiet()).isTrue();

            other.start(late, null);

            assertThat(socket.untilContent("ready").getLast().path("type").asText())
                    .isEqualTo("event");
            socket.send(Map.of("type", "input", "input", "for the late one"));
            socket.untilContent("got for the late one");
            client.stop(late);
            socket.next("exit");
            client.start(late, null);
            socket.untilContent("ready");
        }
        client.stop(old);
        client.stop(late);
    }

    @Test
    void an_interactive_session_takes_lines_and_from_a_terminal_keys() {
        String agent = client.worker("bash", "--norc", "--noprofile");
        client.start(agent, Map.of("interactive", true));
        try (Socket socket = client.socket()) {
            socket.subscribe(agent);
            socket.send(Map.of("type", "input", "input", "echo $((40+2))"));
            socket.untilContent("42");

            socket.send(Map.of("type", "resize", "cols", 91, "rows", 33));
            socket.send(Map.of("type", "input", "input", "until stty size | grep '33 91'; do sleep 0.1; done"));
            socket.send(Map.of("type", "input", "input", "\r"));
            JsonNode shown = socket.until(
                            message -> message.path("data").asText().contains("33 91\r\n"))
                    .getLast();
            assertThat(shown.path("type").asText()).isEqualTo("pty-data");
        }
        // The socket gave its keyboard back: who comes next need not take it from anybody.
        String session = client.get("/api/agents/" + agent + "/status")
                .at("/activeSession/id")
                .asText();
        var system = RunningSystem.shared();
        var v1 = new ElementalClient(() -> system.nodes().getFirst());
        Eventually.holds(() -> v1.send(
                        "POST",
                        "/v1/sessions/" + session + "/keystrokes",
                        Map.of("text", "echo from v1\r"),
                        Map.of("Authorization", "Bearer " + system.token()))
                .expect(202));
        client.post("/api/agents/" + agent + "/input", Map.of("input", "echo from http"))
                .expect(202);
        try (Events events = client.stream(agent, null)) {
            events.untilContent("from http");
        }
        client.stop(agent);
    }
}
