package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.Signatures;
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
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.SessionEnd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A whole host agent against a real broker; the test is its decider.
class HostAgentTest extends WithControlPlane {
    private HostAgent agent;
    private ControlPlane.HostSide host;

    @BeforeEach
    void startAgent() throws Exception {
        agent = HostAgent.start(plane.settings(directory.resolve("data"), directory.resolve("work")), System.getenv());
        awaitReady();
        host = plane.host(agent.hostId());
    }

    @AfterEach
    void stopAgent() throws Exception {
        agent.close();
        host.close();
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(agent.readiness()).isInstanceOf(HostAgent.Readiness.Ready.class));
    }

    @Test
    void its_first_report_is_signed_and_says_what_it_can_do() {
        Report.HostStarted started = host.awaitReport(Report.HostStarted.class);

        assertThat(started.fingerprint().runs("command", false)).isTrue();
        assertThat(host.batches())
                .allSatisfy(batch -> assertThat(
                                Signatures.verify(plane.publicKey(agent.hostId()), batch.bytes(), batch.signature()))
                        .isTrue());
    }

    @Test
    void a_launched_program_is_reported_and_its_bytes_reach_the_log() throws Exception {
        host.tell(launch("s-aaaaaaaaaaaaaaaa", "printf 'one\\n'; printf 'two\\n' >&2; cat; exit 7", "typed"));

        host.awaitReport(Report.LaunchAccepted.class);
        host.awaitReport(Report.SessionStarted.class);
        host.awaitReport(Report.InputDelivered.class);
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(end.exitCode()).isEqualTo(7);
        assertThat(output("s-aaaaaaaaaaaaaaaa", end)).isEqualTo("one\ntwo\ntyped\n");
    }

    @Test
    void an_inventory_names_what_is_over_until_it_may_go() throws Exception {
        String id = "s-dddddddddddddddd";
        host.tell(launch(id, "exit 0", null));
        host.awaitReport(Report.SessionExited.class);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(inventory().done()).containsExactly(id));

        host.tell(new Directive.Forget(id));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(inventory().done()).isEmpty());
    }

    private Report.Inventory inventory() throws Exception {
        int before = host.reports(Report.Inventory.class).size();
        host.tell(new Directive.TakeInventory("test"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> host.reports(Report.Inventory.class).size() > before);
        return host.reports(Report.Inventory.class).getLast();
    }

    @Test
    void a_restarted_agent_finds_its_session_and_loses_no_byte() throws Exception {
        Path go = directory.resolve("go");
        host.tell(launch(
                "s-bbbbbbbbbbbbbbbb",
                "for i in 1 2 3; do echo before $i; done; while [ ! -e " + go
                        + " ]; do sleep 0.05; done; echo after; exit 3",
                null));
        host.awaitReport(Report.SessionStarted.class);

        agent.close();
        Files.createFile(go);
        agent = HostAgent.start(plane.settings(directory.resolve("data"), directory.resolve("work")), System.getenv());
        awaitReady();
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(output("s-bbbbbbbbbbbbbbbb", end)).isEqualTo("before 1\nbefore 2\nbefore 3\nafter\n");
        assertThat(host.reports(Report.HostStarted.class)).hasSize(2);
    }

    @Test
    void a_stop_ends_a_program_that_ignores_the_gentle_signal() throws Exception {
        host.tell(launch("s-cccccccccccccccc", "trap '' TERM HUP; echo up; while :; do sleep 1; done", null));
        host.awaitReport(Report.SessionStarted.class);

        host.tell(new Directive.Stop("s-cccccccccccccccc", 1, Duration.ofMillis(300), "enough"));
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(end.signal()).isEqualTo("SIGKILL");
        assertThat(end.reason()).isEqualTo("enough");
        assertThat(end.survivors()).isEmpty();
    }

    @Test
    void a_repeated_launch_starts_nothing_twice() throws Exception {
        Directive.Launch launch = launch("s-dddddddddddddddd", "echo once", null);
        host.tell(launch);
        host.awaitReport(Report.SessionExited.class);

        host.tell(launch);
        host.tell(new Directive.TakeInventory("to know that the launch was read"));
        host.awaitReport(Report.Inventory.class);

        assertThat(host.reports(Report.LaunchAccepted.class)).hasSize(1);
    }

    @Test
    void a_launch_that_is_read_after_its_deadline_is_refused() throws Exception {
        host.tellExpired(launch("s-eeeeeeeeeeeeeeee", "echo late", null));

        assertThat(host.awaitReport(Report.LaunchFailed.class).code().name()).isEqualTo("EXPIRED");
    }

    @Test
    void what_a_writer_types_reaches_the_terminal_and_what_an_older_one_types_does_not() throws Exception {
        String session = "s-ffffffffffffffff";
        host.tell(interactive(session, "cat"));
        assertThat(host.awaitReport(Report.SessionStarted.class).process().tmuxSession())
                .contains(session);

        host.tell(new Directive.GrantWriter(session, 5));
        host.type(session, 4, 1, "old\n");
        host.type(session, 5, 1, "new ✓\n");
        host.type(session, 5, 1, "repeated\n");
        host.type(session, 5, 2, "\u0004");
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(output(session, end)).contains("new ✓").doesNotContain("old").doesNotContain("repeated");
        assertThat(host.reports(Report.KeystrokesDropped.class)).hasSize(2);
    }

    @Test
    void what_a_busy_session_uses_is_measured_over_all_its_processes() throws Exception {
        String session = "s-jjjjjjjjjjjjjjjj";
        host.tell(launch(session, "(while :; do :; done) & sleep 60", null));
        host.awaitReport(Report.SessionStarted.class);

        host.tell(new Directive.Measure(session, 1));
        host.tell(new Directive.Measure(session, 2));
        host.tell(new Directive.Measure("s-nowhere", 1));
        Report.SessionMeasured measured = host.awaitReport(Report.SessionMeasured.class);

        assertThat(measured.processes()).isGreaterThanOrEqualTo(3);
        assertThat(measured.memoryBytes()).isGreaterThan(1_000_000);
        assertThat(measured.cpuPercent()).isBetween(5.0, 150.0);
        host.tell(new Directive.Stop(session, 1, Duration.ZERO, null));
        host.awaitReport(Report.SessionExited.class);
        host.tell(new Directive.Measure(session, 1));
        host.tell(new Directive.TakeInventory("to know that all was read"));
        host.awaitReport(Report.Inventory.class);
        assertThat(host.reports(Report.SessionMeasured.class)).hasSize(1);
    }

    @Test
    void a_session_that_falls_silent_is_idle_and_works_again_when_it_writes() throws Exception {
        String session = "s-iiiiiiiiiiiiiiii";
        host.tell(new Directive.Launch(
                session, 1, spec(true, "cat").inTerminal("agent-command-1"), null, null, Map.of()));
        assertThat(host.awaitReport(Report.SessionStarted.class).process().tmuxSession())
                .isEqualTo("agent-command-1");

        Report.ActivityChanged idle = host.awaitReport(Report.ActivityChanged.class);
        host.tell(new Directive.DeliverInput(session, "i-1", "wake up"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(host.reports(Report.ActivityChanged.class))
                        .extracting(Report.ActivityChanged::activity)
                        .containsExactly(Activity.IDLE, Activity.WORKING, Activity.IDLE));

        assertThat(idle.quiet()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        host.tell(new Directive.Stop(session, 1, Duration.ZERO, null));
        host.awaitReport(Report.SessionExited.class);
    }

    @Test
    void a_session_in_a_worktree_leaves_a_commit() throws Exception {
        Path repository = directory.resolve("work/repo");
        Files.createDirectories(repository);
        git(repository, "init", "-q", "-b", "main");
        Files.writeString(repository.resolve("a.txt"), "one\n");
        git(repository, "add", "-A");
        git(repository, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "first");
        String session = "s-gggggggggggggggg";

        Workspace workspace = new Workspace(null, new Workspace.Worktree(repository.toString(), "topic", null));
        SessionSpec spec = spec(false, "bash", "-c", "echo two >>a.txt; pwd").placed(workspace, Placement.ANYWHERE);
        host.tell(new Directive.Launch(session, 1, spec, null, null, Map.of()));
        SessionEnd end = host.awaitReport(Report.SessionExited.class).end();

        assertThat(end.workspace().filesChanged()).containsExactly("a.txt");
        assertThat(end.workspace().branch()).isEqualTo("topic");
        assertThat(git(repository, "show", "topic:a.txt")).isEqualTo("one\ntwo\n");
        assertThat(Files.readString(repository.resolve("a.txt"))).isEqualTo("one\n");
    }

    @Test
    void a_worktree_is_made_once_and_what_was_begun_before_a_crash_is_brought_to_its_end() throws Exception {
        Path repository = directory.resolve("work/repo");
        Files.createDirectories(repository);
        git(repository, "init", "-q", "-b", "main");
        git(repository, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "--allow-empty", "-m", "first");
        String real = repository.toRealPath().toString();
        String id = Ids.repository(agent.hostId(), real);
        host.tell(new Directive.InspectRepository(id, real));
        assertThat(host.awaitReport(Report.RepositoryInspected.class).path()).isEqualTo(real);

        host.tell(new Directive.AddWorktree(id, 7, real, ".worktrees/a", "a", null));
        host.tell(new Directive.AddWorktree(id, 7, real, ".worktrees/a", "a", null));
        assertThat(host.awaitReport(Report.WorktreeAdded.class).branchCreated()).isTrue();
        agent.close();
        ObjectNode wish = Json.mapper().valueToTree(new Directive.AddWorktree(id, 9, real, ".worktrees/b", "b", null));
        wish.put("type", Json.typeName(Directive.AddWorktree.class));
        Map<String, Object> step = Map.of("operation", 9, "wish", wish);
        Files.write(
                directory.resolve("data/repositories/" + id + ".json"),
                Json.encode(Map.of("repositoryId", id, "last", 9, "steps", List.of(step))));
        agent = HostAgent.start(plane.settings(directory.resolve("data"), directory.resolve("work")), System.getenv());
        awaitReady();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(host.reports(Report.WorktreeAdded.class))
                        .extracting(Report.WorktreeAdded::operation)
                        .containsExactly(7L, 9L));
        assertThat(git(repository, "worktree", "list")).contains("/a ").contains("/b ");
        host.tell(new Directive.RemoveWorktree(id, 10, real, real + "/.worktrees/b", false, true));
        assertThat(host.awaitReport(Report.WorktreeRemoved.class).operation()).isEqualTo(10);
        assertThat(host.reports(Report.WorktreeFailed.class)).isEmpty();
    }

    private static String git(Path directory, String... words) throws Exception {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(List.of(words));
        Process git = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void a_launch_outside_of_the_base_directories_is_refused() throws Exception {
        Workspace workspace = new Workspace("/etc", null);
        SessionSpec spec = spec(false, "pwd").placed(workspace, Placement.ANYWHERE);
        host.tell(new Directive.Launch("s-hhhhhhhhhhhhhhhh", 1, spec, null, null, Map.of()));

        assertThat(host.awaitReport(Report.LaunchFailed.class).code()).isEqualTo(ErrorCode.CWD_REFUSED);
    }

    private String output(String sessionId, SessionEnd end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            bytes.reset();
            for (OutputRecord record : host.output(sessionId)) {
                bytes.writeBytes(record.value());
            }
            assertThat((long) bytes.size()).isEqualTo(end.outBytes());
            assertThat(host.output(sessionId).getLast().kind()).isEqualTo(OutputRecord.Kind.END);
        });
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Directive.Launch interactive(String sessionId, String... argv) {
        return new Directive.Launch(sessionId, 1, spec(true, argv), null, null, Map.of());
    }

    private static Directive.Launch launch(String sessionId, String script, String prompt) {
        SessionSpec spec = spec(false, "bash", "-c", script);
        return new Directive.Launch(
                sessionId, 1, spec, prompt == null ? null : "i-" + sessionId.substring(2), prompt, Map.of());
    }

    private static SessionSpec spec(boolean interactive, String... argv) {
        return new SessionSpec(
                "command",
                List.of(argv),
                interactive,
                !interactive,
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
    }
}
