package dev.signalbox.e2e.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the original does wrong, done right, on the running system; what is about tokens and limits stands with the API
/// node's tests. Each names its trap.
final class OrchestraTrapsTest {
    private final RunningSystem system = RunningSystem.shared();
    private final Wire wire = new Wire();
    private final List<String> spawned = new ArrayList<>();

    @AfterEach
    void end() {
        spawned.forEach(id ->
                wire.send(base(0), Ask.send("DELETE", "/api/agents/" + id, "").as(system.token())));
        wire.close();
    }

    private URI base(int node) {
        return system.dialect(node, "orchestra");
    }

    private Answer post(String path, Map<String, ?> body) {
        return wire.send(base(0), Ask.send("POST", path, body).as(system.token("default", Principal.PERSON)));
    }

    private JsonNode spawn(Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("agent_type", "droid"));
        body.putAll(more);
        String token = system.tokenOfANewcomer();
        Answer answer =
                wire.send(base(0), Ask.send("POST", "/api/agents/spawn", body).as(token));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        spawned.add(answer.json().path("session_id").asText());
        return answer.json();
    }

    private JsonNode get(int node, String id) {
        return ask(node, "GET", id).json();
    }

    private Answer ask(int node, String method, String id) {
        return wire.send(base(node), Ask.send(method, "/api/agents/" + id, "").as(system.token()));
    }

    /// The process, at the node that the agent was spawned at.
    private JsonNode process(String id) {
        try (var client = system.client(0, system.token())) {
            return client.get("/v1/sessions/" + id).path("process");
        }
    }

    @Test
    void trap_1_a_message_goes_to_its_session_and_its_output_to_subscribers_alone() {
        String one = spawn(Map.of()).path("session_id").asText();
        String two = spawn(Map.of()).path("session_id").asText();
        try (var subscriber = Observer.at(wire, base(0), system.token());
                var bystander = Observer.at(wire, base(1), system.token())) {
            Eventually.holds(() -> assertThat(ask(1, "GET", two).status()).isEqualTo(200));
            subscriber.subscribe(one, "");
            bystander.subscribe(two, "");
            assertThat(bystander.untilOutput(two, "> droid")).doesNotContain("secret");

            subscriber.tell(one, "secret plan");

            assertThat(subscriber.untilOutput(one, "heard:")).contains("secret plan");
            bystander.tell(two, "mine");
            assertThat(bystander.untilOutput(two, "heard:")).doesNotContain("secret");
        }
    }

    @Test
    void trap_9_the_environment_cannot_load_code_and_is_never_shown() throws Exception {
        Answer refused = post("/api/agents/spawn", Map.of("agent_type", "droid", "env", Map.of("LD_PRELOAD", "/x.so")));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").asText()).contains("LD_PRELOAD");
        assertThat(post("/api/agents/spawn", Map.of("agent_type", "droid", "env", Map.of("PATH", "/evil")))
                        .status())
                .isEqualTo(400);

        JsonNode agent = spawn(Map.of("env", Map.of("PROJECT_NAME", "my-shown-app")));

        String id = agent.path("session_id").asText();
        String pid = process(id).path("pid").asText();
        assertThat(Files.readString(Path.of("/proc", pid, "environ"), StandardCharsets.ISO_8859_1))
                .contains("PROJECT_NAME=my-shown-app");
        assertThat(agent.toString() + get(0, id)).doesNotContain("my-shown-app");
    }

    @Test
    void trap_10_an_agent_works_inside_the_base_directories_and_nowhere_beside_them() throws Exception {
        Path beside = Files.createDirectory(
                system.baseDir().resolveSibling(system.baseDir().getFileName() + "-beside"));
        Path link = Files.createSymbolicLink(system.baseDir().resolve("leads-out"), beside);
        try {
            for (Object directory : List.of("/etc", beside, link, system.baseDir() + "/../..", "relative")) {
                Answer answer =
                        post("/api/agents/spawn", Map.of("agent_type", "droid", "working_dir", directory.toString()));
                assertThat(answer.status()).as("%s %s", directory, answer).isEqualTo(400);
                assertThat(answer.json().path("error_code").asText()).isEqualTo("INVALID_REQUEST");
            }
        } finally {
            Files.delete(link);
            Files.delete(beside);
        }
    }

    @Test
    void trap_11_text_is_text_for_terminals_and_tasks_whatever_a_shell_would_make_of_it() throws Exception {
        String id = spawn(Map.of()).path("session_id").asText();
        Path directory = Files.createTempDirectory(system.baseDir(), "task-");
        Path made = directory.resolve("made");
        String hostile = "touch " + made + "; $(touch " + made + ") `touch " + made + "` && \"'";
        try (var observer = Observer.at(wire, base(0), system.token())) {
            observer.subscribe(id, "");
            observer.tell(id, hostile);
            assertThat(observer.untilOutput(id, "heard:")).isNotEmpty();
            observer.tell(id, "no\u001b[Akeys\u0003");
            assertThat(observer.untilType("error").path("error_code").asText()).isEqualTo("INVALID_REQUEST");
        }
        String ticket = post(
                        "/api/delegate",
                        Map.of("agent_type", "droid", "task", hostile, "working_dir", directory.toString()))
                .json()
                .path("ticket_id")
                .asText();
        Eventually.holds(() -> assertThat(
                        wire.send(base(0), Ask.get("/api/tasks/" + ticket).as(system.token()))
                                .text())
                .contains("completed"));

        assertThat(directory.resolve("told.txt")).content().startsWith(hostile + "\n");
        assertThat(made).doesNotExist();
    }

    @Test
    void traps_12_and_13_a_kill_ends_exactly_the_one_that_is_named() throws Exception {
        JsonNode one = spawn(Map.of());
        JsonNode two = spawn(Map.of());
        String id = one.path("session_id").asText();

        assertThat(ask(0, "DELETE", id.substring(0, id.length() - 1)).status()).isEqualTo(404);
        Answer killed = ask(1, "DELETE", id);

        assertThat(killed.json().path("status").asText())
                .isEqualTo(killed.status() == 202 ? "terminating" : "terminated");
        assertThat(get(0, two.path("session_id").asText()).path("status").asText())
                .isIn("running", "idle");
        for (int node = 0; node < 2; node++) {
            int at = node;
            Eventually.holds(() -> assertThat(ask(at, "DELETE", id).status()).isEqualTo(404));
        }
    }

    @Test
    void trap_14_what_comes_over_the_socket_is_whole_text() {
        String id = spawn(Map.of()).path("session_id").asText();
        String said = "Straße 漢字 🚂 ".repeat(200);
        try (var observer = Observer.at(wire, base(0), system.token())) {
            observer.subscribe(id, "");
            observer.tell(id, said.strip() + " END");
            String output = observer.untilOutput(id, "END");
            assertThat(output).doesNotContain("\ufffd").contains("🚂 Straße 漢字");
        }
    }

    @Test
    void the_terminal_is_one_that_a_person_can_attach_to() throws Exception {
        JsonNode agent = spawn(Map.of());
        String id = agent.path("session_id").asText();
        JsonNode process = process(id);

        assertThat(process.path("attachCommand").toString())
                .contains("attach-session", "=" + agent.path("tmux_session").asText());
        assertThat(get(0, id).path("tmux_pane").asText())
                .isEqualTo(process.path("tmuxPane").asText());
        Eventually.holds(() -> assertThat(Screens.of(process)).contains("> droid"));
    }

    @Test
    void an_observer_that_comes_back_hears_what_it_missed() {
        String cursor;
        try (var observer = Observer.at(wire, base(0), system.token())) {
            String id = spawn(Map.of()).path("session_id").asText();
            cursor = observer.until(
                            message -> message.path("session_id").asText().equals(id))
                    .path("cursor")
                    .asText();
        }
        String missed = spawn(Map.of()).path("session_id").asText();

        try (var observer = Observer.at(wire, base(1), system.token() + "&cursor=" + cursor)) {
            assertThat(observer.until(message ->
                                    message.path("session_id").asText().equals(missed))
                            .path("status")
                            .asText())
                    .isEqualTo("running");
        }
    }

    @Test
    void tasks_have_numbers_that_rise_and_are_the_same_at_every_node() {
        try (var one = Observer.at(wire, base(0), system.token());
                var two = Observer.at(wire, base(1), system.token())) {
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String ticket = post("/api/delegate", Map.of("agent_type", "droid", "task", "number " + i))
                        .json()
                        .path("ticket_id")
                        .asText();
                long number = one.until(m -> m.path("ticket_id").asText().equals(ticket))
                        .path("task_id")
                        .asLong();
                assertThat(two.until(m -> m.path("ticket_id").asText().equals(ticket))
                                .path("task_id")
                                .asLong())
                        .isEqualTo(number);
                numbers.add(number);
            }
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
    }
}
