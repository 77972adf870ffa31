package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.host.process.EnvironmentMarker;
import dev.signalbox.host.process.ProcFs;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.SessionEnd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of sessions when their host agent is killed, or the log goes away under it.
class HostAgentKilledTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final SilentHostPolicy STOP =
            new SilentHostPolicy(SilentHostPolicy.Action.STOP_ON_HOST, Duration.ofSeconds(1));

    @TempDir
    Path directory;

    private ControlPlane plane;
    private AgentProcess agent;
    private ControlPlane.HostSide host;

    @BeforeEach
    void start() throws Exception {
        plane = ControlPlane.start(directory.resolve("kafka"));
        startAgent();
        host = plane.host(agent.hostId());
    }

    private void startAgent() throws Exception {
        Files.createDirectories(data());
        agent = AgentProcess.start(plane, data(), directory.resolve("work"));
    }

    private Path data() {
        return directory.resolve("data");
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        host.close();
        plane.close();
    }

    @Test
    void a_session_that_must_not_outlive_the_contact_ends_in_time_without_a_host_agent() throws Exception {
        String bound = "s-aaaaaaaaaaaaaaaa";
        String free = "s-bbbbbbbbbbbbbbbb";
        host.tell(launch(free, SilentHostPolicy.KEEP, "exec sleep 300"));
        host.tell(launch(bound, STOP, "(setsid sleep 301 &); echo up; exec sleep 300"));
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(host.reports(Report.SessionStarted.class)).hasSize(2));

        agent.kill();

        assertThat(runs(bound)).isTrue();
        await().atMost(LIMIT).until(() -> !runs(bound));
        assertThat(runs(free)).isTrue();

        startAgent();
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();
        assertThat(end.signal()).isEqualTo("SIGTERM");
        assertThat(end.reason()).contains("cut off from the log");
        assertThat(output(bound, end)).isEqualTo("up\n");
        host.tell(new Directive.Stop(free, 1, Duration.ZERO, null));
        await().atMost(LIMIT).until(() -> !runs(free));
    }

    @Test
    void a_session_that_must_not_outlive_the_contact_ends_in_time_while_the_log_is_away() throws Exception {
        String bound = "s-cccccccccccccccc";
        host.tell(launch(bound, STOP, "exec sleep 300"));
        host.awaitReport(Report.SessionStarted.class);

        host.close();
        plane.stopBroker();

        await().atMost(LIMIT).until(() -> !runs(bound));
    }

    @Test
    void an_input_is_delivered_once_though_the_agent_dies_before_it_has_passed_the_directive() throws Exception {
        String session = "s-dddddddddddddddd";
        host.tell(launch(session, SilentHostPolicy.KEEP, "while read line; do echo \"<$line>\"; done"));
        host.awaitReport(Report.SessionStarted.class);
        // From here on its place in the directives stays behind what it does, as when it dies between the two.
        Files.createDirectory(data().resolve("directives.json.tmp"));
        for (int i = 1; i <= 3; i++) {
            host.tell(new Directive.DeliverInput(session, "i-" + i, "input " + i));
        }
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(host.reports(Report.InputDelivered.class)).hasSize(3));

        agent.kill();
        Files.delete(data().resolve("directives.json.tmp"));
        startAgent();
        host.tell(new Directive.DeliverInput(session, "i-4", "input 4"));
        host.tell(new Directive.TakeInventory("to know that all was read"));
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(host.reports(Report.Inventory.class)).isNotEmpty());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(text(session)).contains("4"));
        host.tell(new Directive.Stop(session, 1, Duration.ofSeconds(2), null));
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(output(session, end)).isEqualTo("<input 1>\n<input 2>\n<input 3>\n<input 4>\n");
        assertThat(host.reports(Report.InputRefused.class)).isEmpty();
        assertThat(host.reports(Report.InputUnknown.class)).isEmpty();
    }

    @Test
    void what_is_meant_for_another_launch_or_is_read_too_late_is_not_done() throws Exception {
        String session = "s-gggggggggggggggg";
        host.tell(launch(session, SilentHostPolicy.KEEP, "while read line; do echo \"<$line>\"; done"));
        host.awaitReport(Report.SessionStarted.class);

        host.tell(new Directive.Stop(session, 2, Duration.ZERO, "of another launch"));
        host.tellExpired(new Directive.DeliverInput(session, "i-late", "late"));
        assertThat(host.awaitReport(Report.InputRefused.class).code().name()).isEqualTo("EXPIRED");
        host.tell(new Directive.DeliverInput(session, "i-soon", "soon"));
        host.awaitReport(Report.InputDelivered.class);
        host.tell(new Directive.Stop(session, 1, Duration.ofSeconds(2), "enough"));

        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();
        assertThat(end.reason()).isEqualTo("enough");
        assertThat(output(session, end)).isEqualTo("<soon>\n");
    }

    @Test
    void an_inventory_tells_again_what_a_lost_report_may_have_said() throws Exception {
        String runs = "s-eeeeeeeeeeeeeeee";
        String over = "s-ffffffffffffffff";
        String refused = "s-gggggggggggggggg";
        host.tell(launch(runs, SilentHostPolicy.KEEP, "read line; echo \"$line\"; exec sleep 300"));
        host.tell(new Directive.DeliverInput(runs, "i-1", "hello"));
        host.tell(launch(over, SilentHostPolicy.KEEP, "exit 4"));
        host.tell(
                new Directive.Launch(refused, 1, spec(SilentHostPolicy.KEEP, "no-such-program"), null, null, Map.of()));
        host.awaitReport(Report.InputDelivered.class);
        host.awaitReport(Report.LaunchFailed.class);
        host.awaitReport(Report.OutputIndexed.class);
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();
        output(over, end);
        int before = host.batches().size();

        host.tell(new Directive.TakeInventory("reports are missing"));
        host.awaitReport(Report.Inventory.class);

        List<Report> again = host.batches().stream()
                .skip(before)
                .flatMap(batch -> batch.batch().reports().stream())
                .takeWhile(report -> !(report instanceof Report.Inventory))
                .toList();
        assertThat(again)
                .contains(
                        host.reports(Report.SessionStarted.class).stream()
                                .filter(report -> report.sessionId().equals(runs))
                                .findFirst()
                                .orElseThrow(),
                        new Report.InputDelivered(runs, "i-1"),
                        new Report.SessionExited(over, 1, end),
                        host.reports(Report.LaunchFailed.class).getFirst());
        assertThat(again).hasAtLeastOneElementOfType(Report.OutputIndexed.class);
        host.tell(new Directive.Stop(runs, 1, Duration.ZERO, null));
        await().atMost(LIMIT).until(() -> !runs(runs));
    }

    @Test
    void an_agent_that_loses_a_part_of_itself_ends_says_so_and_leaves_its_sessions_to_the_next() throws Exception {
        String session = "s-jjjjjjjjjjjjjjjj";
        host.tell(launch(session, SilentHostPolicy.KEEP, "echo up; read line; echo \"<$line>\""));
        host.awaitReport(Report.SessionStarted.class);

        agent.endThread("reporter");

        assertThat(agent.exit()).isEqualTo(1);
        assertThat(agent.said()).contains("its reporter ended unexpectedly");
        assertThat(runs(session)).isTrue();
        startAgent();
        host.tell(new Directive.DeliverInput(session, "i-1", "on"));
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();
        assertThat(end.exitCode()).isZero();
        assertThat(output(session, end)).isEqualTo("up\n<on>\n");
    }

    @Test
    void a_session_whose_shim_died_with_the_agent_is_shipped_to_its_last_byte() throws Exception {
        String session = "s-hhhhhhhhhhhhhhhh";
        host.tell(launch(session, SilentHostPolicy.KEEP, "echo one; read line; echo two; exec sleep 300"));
        host.awaitReport(Report.OutputIndexed.class);
        Path folder = data().resolve("sessions").resolve(session);

        agent.kill();
        Files.writeString(folder.resolve("in"), "go on\n");
        await().atMost(LIMIT)
                .until(() -> Files.readString(folder.resolve("out")).contains("two"));
        for (String who : List.of("shim", "pid", "holder")) {
            kill(folder.resolve(who));
        }
        startAgent();
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(end.exitCode()).isNull();
        assertThat(end.signal()).isNull();
        assertThat(end.reason()).contains("did not record");
        assertThat(end.tail()).isEqualTo("one\ntwo\n");
        assertThat(output(session, end)).isEqualTo("one\ntwo\n");
    }

    private static void kill(Path identity) throws Exception {
        long pid = Long.parseLong(Files.readString(identity).split(" ")[0]);
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        await().until(() -> ProcFs.system().identity(pid).isEmpty());
    }

    private static boolean runs(String sessionId) {
        ProcFs procFs = ProcFs.system();
        EnvironmentMarker marker = new EnvironmentMarker(sessionId);
        return procFs.processes().stream().anyMatch(stat -> procFs.carries(stat.pid(), marker));
    }

    private String text(String sessionId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        host.output(sessionId).forEach(record -> bytes.writeBytes(record.value()));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String output(String sessionId, SessionEnd end) {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat((long) text(sessionId).length()).isEqualTo(end.outBytes());
            assertThat(host.output(sessionId)).isNotEmpty();
            assertThat(host.output(sessionId).getLast().kind()).isEqualTo(OutputRecord.Kind.END);
        });
        return text(sessionId);
    }

    private static Directive.Launch launch(String sessionId, SilentHostPolicy silent, String script) {
        return new Directive.Launch(sessionId, 1, spec(silent, "bash", "-c", script), null, null, Map.of());
    }

    private static SessionSpec spec(SilentHostPolicy silent, String... argv) {
        return new SessionSpec(
                "command",
                List.of(argv),
                false,
                false,
                Workspace.DEFAULT,
                Placement.ANYWHERE,
                List.of(),
                Map.of(),
                Map.of(),
                ApprovalMode.ASK,
                TerminalSize.DEFAULT,
                silent,
                silent.action() != SilentHostPolicy.Action.KEEP,
                null,
                null);
    }
}
