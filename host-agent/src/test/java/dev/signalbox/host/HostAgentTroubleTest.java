package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.host.process.EnvironmentMarker;
import dev.signalbox.host.process.ProcFs;
import dev.signalbox.host.process.ProcStat;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.settings.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A host agent whose machine refuses something, or that was cut off in the middle: what it tells agrees with what
/// runs.
class HostAgentTroubleTest extends WithControlPlane {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String SESSION = "s-aaaaaaaaaaaaaaaa";
    private static final String OTHER = "s-bbbbbbbbbbbbbbbb";

    private HostAgent agent;
    private ControlPlane.HostSide host;

    @BeforeEach
    void start() throws Exception {
        startAgent();
        host = plane.host(agent.hostId());
    }

    private void startAgent() throws Exception {
        startAgent(System.getenv());
    }

    private void startAgent(Map<String, String> environment) throws Exception {
        agent = HostAgent.start(plane.settings(data(), directory.resolve("work")), environment);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(agent.readiness()).isInstanceOf(HostAgent.Readiness.Ready.class));
    }

    private Path data() {
        return directory.resolve("data");
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        host.close();
        // Whatever the agent did: nothing of the session stays.
        processes().forEach(process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
        await().atMost(LIMIT).until(() -> !runs());
        String socket = data().resolve("tmux/socket").toString();
        new ProcessBuilder("tmux", "-S", socket, "kill-server").start().waitFor();
    }

    @Test
    void a_terminal_that_tmux_cannot_show_runs_and_is_told_so() throws Exception {
        // Where a directory is, no socket can be.
        Files.createDirectories(data().resolve("tmux/socket"));

        host.tell(launch(true, "sleep 300"));

        assertThat(host.awaitReport(Report.SessionStarted.class).process().tmuxPane())
                .isNull();
        assertThat(runs()).isTrue();
        assertThat(host.reports(Report.LaunchFailed.class)).isEmpty();
    }

    @Test
    void a_terminal_that_ended_before_it_was_noted_tells_how() throws Exception {
        host.tell(launch(true, "read line; exit 7"));
        host.awaitReport(Report.SessionStarted.class);
        agent.close();
        editNote(note -> note.putNull("process"));
        type("\n");
        await().until(() -> Files.exists(folder().resolve("exit.json")));

        startAgent();
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(end.exitCode()).isEqualTo(7);
        assertThat(host.reports(Report.LaunchFailed.class)).isEmpty();
    }

    @Test
    void a_process_that_cannot_be_noted_is_not_told_as_one_that_never_was() throws Exception {
        Path obstacle = obstacle();

        host.tell(launch(true, "mkdir " + obstacle + "; sleep 300"));
        await().atMost(LIMIT).until(() -> Files.exists(obstacle) && runs());
        await().during(Duration.ofSeconds(1))
                .until(() -> host.reports(Report.SessionStarted.class).isEmpty());
        Files.delete(obstacle);

        host.awaitReport(Report.SessionStarted.class);
        assertThat(runs()).isTrue();
        assertThat(host.reports(Report.LaunchFailed.class)).isEmpty();
    }

    @Test
    void an_end_that_cannot_be_noted_is_told_once_it_can() throws Exception {
        Path go = directory.resolve("go");
        host.tell(launch(false, "while [ ! -e " + go + " ]; do sleep 0.05; done; exit 3"));
        host.awaitReport(Report.SessionStarted.class);
        Files.createDirectory(obstacle());

        Files.createFile(go);
        await().until(() -> Files.exists(folder().resolve("exit.json")));
        await().during(Duration.ofSeconds(2))
                .until(() -> host.reports(Report.SessionExited.class).isEmpty());
        Files.delete(obstacle());

        assertThat(host.awaitReport(Report.SessionExited.class).end().exitCode())
                .isEqualTo(3);
    }

    @Test
    void a_terminal_is_looked_after_though_the_next_agent_has_no_tmux() throws Exception {
        host.tell(launch(true, "read line; exit 7"));
        host.awaitReport(Report.SessionStarted.class);
        agent.close();
        startAgent(Map.of("PATH", "/usr/games"));

        type("\n");

        assertThat(host.awaitReport(Report.SessionExited.class).end().exitCode())
                .isEqualTo(7);
    }

    @Test
    void output_that_the_log_refused_follows_without_a_hole() throws Exception {
        Path go = directory.resolve("go");
        host.tell(launch(
                false,
                "echo first; while [ ! -e " + go + " ]; do sleep 0.05; done; seq 1 5000; sleep 1; echo last; exit 3"));
        host.awaitReport(Report.OutputIndexed.class);

        plane.limitOutput(agent.hostId(), 2_000);
        Files.createFile(go);
        long bytes = host.awaitReport(Report.SessionExited.class).end().outBytes();
        plane.limitOutput(agent.hostId(), 2_000_000);

        await().atMost(LIMIT).until(() -> ended());
        assertThat(shipped()).hasSize((int) bytes).isEqualTo(Files.readString(folder().resolve("out")));
    }

    private boolean ended() {
        return host.output(SESSION).getLast().kind() == OutputRecord.Kind.END;
    }

    private String shipped() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        host.output(SESSION).forEach(record -> all.writeBytes(record.value()));
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void orders_to_stop_that_are_repeated_do_not_put_off_the_kill() throws Exception {
        host.tell(launch(false, "trap '' TERM HUP; echo up; while :; do sleep 1; done"));
        host.awaitReport(Report.OutputIndexed.class);

        await().pollInterval(Duration.ofMillis(500)).atMost(LIMIT).until(() -> {
            host.tell(new Directive.Stop(SESSION, 1, Duration.ofSeconds(2), "again"));
            return !host.reports(Report.SessionExited.class).isEmpty();
        });
        assertThat(host.awaitReport(Report.SessionExited.class).end().signal()).isEqualTo("SIGKILL");
    }

    @Test
    void a_session_that_was_held_back_goes_on_under_the_next_agent() throws Exception {
        host.tell(launch(false, "while :; do echo up; sleep 0.2; done"));
        host.awaitReport(Report.OutputIndexed.class);
        agent.close();
        long group = Long.parseLong(Files.readString(folder().resolve("pid")).split(" ")[1]);
        signal("STOP", "-" + group);
        await().until(() -> state(group).equals("T"));

        startAgent();

        await().atMost(LIMIT).until(() -> !state(group).equals("T"));
    }

    @Test
    void a_process_whose_folder_is_gone_is_ended_before_it_is_told_as_ended() throws Exception {
        host.tell(launch(false, "trap '' HUP; (setsid sleep 301 &); exec sleep 300"));
        host.awaitReport(Report.SessionStarted.class);
        agent.close();
        try (var files = Files.list(folder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder());

        startAgent();
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(runs()).isFalse();
        assertThat(end.proven()).isTrue();
        assertThat(end.exitCode()).isNull();
    }

    @Test
    void a_one_shot_session_reads_the_end_of_its_input_though_the_agent_died_before_that() throws Exception {
        host.tell(launch(false, "cat; exit 9"));
        host.awaitReport(Report.SessionStarted.class);
        host.tell(new Directive.DeliverInput(SESSION, "i-1", "all there is"));
        host.awaitReport(Report.InputDelivered.class);
        agent.close();
        editNote(note -> ((ObjectNode) note.get("spec")).put("oneShot", true));

        startAgent();

        assertThat(host.awaitReport(Report.SessionExited.class).end().exitCode())
                .isEqualTo(9);
    }

    @Test
    void a_prompt_for_a_running_session_that_reads_no_input_is_not_told_as_one_for_an_ended_session() throws Exception {
        host.tell(launch(false, "cat; exec sleep 60"));
        host.awaitReport(Report.SessionStarted.class);
        long holder =
                Long.parseLong(Files.readString(folder().resolve("holder")).split(" ")[0]);
        ProcessHandle.of(holder).ifPresent(ProcessHandle::destroyForcibly);
        await().until(() -> ProcFs.system().identity(holder).isEmpty());

        host.tell(new Directive.DeliverInput(SESSION, "i-1", "too late"));
        assertThat(host.awaitReport(Report.InputRefused.class).code()).isEqualTo(ErrorCode.SINGLE_TURN);
        agent.close();
        startAgent();
        host.tell(new Directive.Stop(SESSION, 1, Duration.ZERO, null));

        host.awaitReport(Report.SessionExited.class);
        assertThat(host.reports(Report.InputRefused.class))
                .hasSizeGreaterThan(1)
                .extracting(Report.InputRefused::code)
                .containsOnly(ErrorCode.SINGLE_TURN);
    }

    @Test
    void keystrokes_are_read_on_after_some_could_not_be_typed() throws Exception {
        host.tell(launch(true, "cat"));
        host.awaitReport(Report.SessionStarted.class);
        host.tell(new Directive.GrantWriter(SESSION, 5));
        Path holder = folder().resolve("holder");
        Path away = folder().resolve("holder-away");
        Files.move(holder, away);
        Files.createDirectory(holder);

        host.type(SESSION, 5, 1, "lost\n");
        assertThat(host.awaitReport(Report.KeystrokesDropped.class).fromSeq()).isEqualTo(1);
        Files.delete(holder);
        Files.move(away, holder);
        host.type(SESSION, 5, 2, "typed\n");

        awaitTyped("typed");
    }

    @Test
    void keystrokes_wait_for_a_grant_that_is_late() throws Exception {
        host.tell(launch(true, "cat"));
        host.awaitReport(Report.SessionStarted.class);
        host.type(SESSION, 5, 1, "early\n");

        await().during(Duration.ofSeconds(4))
                .atMost(LIMIT)
                .until(() -> host.reports(Report.KeystrokesDropped.class).isEmpty());
        host.tell(new Directive.GrantWriter(SESSION, 5));

        awaitTyped("early");
    }

    @Test
    void keystrokes_that_came_without_an_agent_are_told_and_not_typed() throws Exception {
        host.tell(launch(true, "cat"));
        host.awaitReport(Report.SessionStarted.class);
        host.tell(new Directive.GrantWriter(SESSION, 5));
        host.type(SESSION, 5, 1, "first\n");
        awaitTyped("first");

        agent.close();
        host.type(SESSION, 5, 2, "missed\n");
        startAgent();
        Report.KeystrokesDropped dropped = host.awaitReport(Report.KeystrokesDropped.class);
        host.type(SESSION, 5, 3, "last\n");

        awaitTyped("last");
        assertThat(dropped.fromSeq()).isEqualTo(2);
        assertThat(folder().resolve("out")).content().doesNotContain("missed");
        assertThat(host.reports(Report.KeystrokesDropped.class)).hasSize(1);
    }

    @Test
    void a_terminal_that_does_not_read_keeps_no_other_keyboard() throws Exception {
        host.tell(launch(OTHER, true, "exec sleep 300"));
        host.tell(launch(true, "cat"));
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(host.reports(Report.SessionStarted.class)).hasSize(2));
        host.tell(new Directive.GrantWriter(OTHER, 5));
        host.tell(new Directive.GrantWriter(SESSION, 5));
        long script = script(data().resolve("sessions").resolve(OTHER));
        signal("STOP", Long.toString(script));
        try {
            // Each is given up after two seconds.
            for (int i = 1; i <= 20; i++) {
                host.type(OTHER, 5, i, "x".repeat(60_000));
            }

            host.type(SESSION, 5, 1, "quick\n");

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readString(folder().resolve("out")).contains("quick"));
            assertThat(host.awaitReport(Report.KeystrokesDropped.class).why()).isEqualTo(ErrorCode.EXPIRED);
        } finally {
            signal("CONT", Long.toString(script));
        }
    }

    /// What reads the terminal's input for the program.
    private static long script(Path folder) throws IOException {
        long shim = Long.parseLong(Files.readString(folder.resolve("shim")).split(" ")[0]);
        return ProcFs.system().processes().stream()
                .filter(stat -> stat.parent() == shim && name(stat.pid()).equals("script"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .trim();
        } catch (IOException _) {
            return ""; // gone meanwhile
        }
    }

    private static void signal(String name, String process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", name, "--", process).start().waitFor())
                .isZero();
    }

    @Test
    void what_may_go_goes_though_the_disk_refused_it_at_first() throws Exception {
        Path note = data().resolve("notes").resolve(SESSION + ".json");
        host.tell(launch(false, "echo done"));
        host.awaitReport(Report.SessionExited.class);
        await().atMost(LIMIT).until(() -> Files.readString(note).contains("\"done\":true"));
        Path position = data().resolve("directives.json.tmp");
        Files.createDirectory(position);

        host.tell(new Directive.Forget(SESSION));
        await().atMost(LIMIT).until(() -> !Files.exists(folder()));
        assertThat(note).exists();
        Files.delete(position);
        host.tell(new Directive.TakeInventory("so that the position is written again"));

        await().atMost(LIMIT).until(() -> !Files.exists(note));
    }

    @Test
    void one_file_that_cannot_be_read_hinders_no_start() throws Exception {
        agent.close();
        Files.writeString(data().resolve("repositories/r-1.json"), "{");

        startAgent();
    }

    @Test
    void what_hinders_the_start_is_waited_for() throws Exception {
        agent.close();
        Path ledger = data().resolve("ledger.json");
        Files.deleteIfExists(ledger);
        Files.createDirectory(ledger);

        agent = HostAgent.start(plane.settings(data(), directory.resolve("work")), System.getenv());
        await().atMost(LIMIT).until(() -> waitsBecauseOf("cannot begin"));
        Files.delete(ledger);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(agent.readiness()).isInstanceOf(HostAgent.Readiness.Ready.class));
    }

    @Test
    void a_name_that_does_not_resolve_is_waited_for() throws Exception {
        agent.close();
        List<HostPort> kafka = List.of(new HostPort("kafka.invalid", 9092));

        agent = HostAgent.start(
                ControlPlane.settings(plane.address(), data(), directory.resolve("work"), kafka), System.getenv());

        await().atMost(LIMIT).until(() -> waitsBecauseOf("resolvable"));
    }

    private boolean waitsBecauseOf(String what) {
        return agent.readiness() instanceof HostAgent.Readiness.Waiting(var why) && why.contains(what);
    }

    /// Where this is, the session's note cannot be written.
    private Path obstacle() {
        return data().resolve("notes").resolve(SESSION + ".json.tmp");
    }

    private Path folder() {
        return data().resolve("sessions").resolve(SESSION);
    }

    private void type(String keys) throws IOException {
        Files.writeString(folder().resolve("in"), keys);
    }

    private void awaitTyped(String text) {
        await().atMost(LIMIT)
                .until(() -> Files.readString(folder().resolve("out")).contains(text));
    }

    private void editNote(Consumer<ObjectNode> edit) throws IOException {
        Path file = data().resolve("notes").resolve(SESSION + ".json");
        ObjectNode note = (ObjectNode) Json.mapper().readTree(file.toFile());
        edit.accept(note);
        Files.write(file, Json.encode(note));
    }

    private static String state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }

    private static boolean runs() {
        return !processes().isEmpty();
    }

    private static List<ProcStat> processes() {
        ProcFs procFs = ProcFs.system();
        return procFs.processes().stream()
                .filter(stat -> procFs.carries(stat.pid(), new EnvironmentMarker(SESSION))
                        || procFs.carries(stat.pid(), new EnvironmentMarker(OTHER)))
                .toList();
    }

    private static Directive.Launch launch(boolean interactive, String script) {
        return launch(SESSION, interactive, script);
    }

    private static Directive.Launch launch(String sessionId, boolean interactive, String script) {
        SessionSpec spec = new SessionSpec(
                "command",
                List.of("bash", "-c", script),
                interactive,
                false,
                Workspace.DEFAULT,
                Placement.ANYWHERE,
                List.of(),
                Map.of(),
                Map.of(),
                ApprovalMode.ASK,
                TerminalSize.DEFAULT,
                SilentHostPolicy.KEEP,
                false,
                null,
                null);
        return new Directive.Launch(sessionId, 1, spec, null, null, Map.of());
    }
}
