package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Activity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A tool that a person gave leave for, and that still runs when the host agent is started anew. A stand-in asks in
/// Claude's words, and keeps what it is told.
final class AnsweredRequestTest extends WithControlPlane {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SESSION = "s-aaaaaaaaaaaaaaaa";
    private static final String PROGRAM = """
        #!/bin/bash
        case $1 in --version | auth) echo 1; exit ;; esac
        read -r prompt
        echo '{"type":"system","subtype":"init","session_id":"native","model":"m"}'
        echo '{"type":"assistant","message":{"content":[{"type":"tool_use","id":"c1","name":"Bash","input":{"command":"make"}}]}}'
        echo '{"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"make"}}}'
        read -r answer; echo "$answer" >> told
        read -r next; echo "$next" >> told
        """;

    private HostAgent agent;
    private ControlPlane.HostSide host;

    @BeforeEach
    void start() throws Exception {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        Path program = Files.writeString(programs.resolve("claude"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        startAgent();
        host = plane.host(agent.hostId());
    }

    private void startAgent() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.merge("PATH", directory.resolve("programs").toString(), (path, first) -> first + ":" + path);
        agent = HostAgent.start(plane.settings(directory.resolve("data"), directory.resolve("work")), environment);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(agent.readiness()).isInstanceOf(HostAgent.Readiness.Ready.class));
    }

    @AfterEach
    void stop() throws Exception {
        host.tell(new Directive.Stop(SESSION, 1, Duration.ZERO, null));
        host.awaitReport(Report.SessionExited.class);
        agent.close();
        host.close();
    }

    @Test
    void does_not_ask_again_and_what_is_said_next_is_no_answer() throws Exception {
        host.tell(new Directive.Launch(SESSION, 1, spec(), "i-1", "make it", Map.of()));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(activities())
                        .as(
                                "%s",
                                host.batches().stream()
                                        .map(batch -> batch.batch().reports())
                                        .toList())
                        .contains(Activity.NEEDS_APPROVAL));
        host.tell(new Directive.DeliverInput(SESSION, "i-2", "yes"));
        await().atMost(LIMIT).until(() -> delivered("i-2"));
        int before = activities().size();

        agent.close();
        startAgent();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(activities()).hasSizeGreaterThan(before));
        host.tell(new Directive.DeliverInput(SESSION, "i-3", "and then test it"));
        await().atMost(LIMIT).until(() -> delivered("i-3"));
        assertThat(activities().subList(before, activities().size())).containsOnly(Activity.WORKING);
        Path told = directory.resolve("work/told");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Files.readAllLines(told))
                        .satisfiesExactly(
                                answer -> assertThat(answer).contains("control_response", "r1", "allow"),
                                prompt -> assertThat(prompt).contains("\"type\":\"user\"", "and then test it")));
    }

    private List<Activity> activities() {
        return host.reports(Report.ActivityChanged.class).stream()
                .map(Report.ActivityChanged::activity)
                .toList();
    }

    private boolean delivered(String inputId) {
        return host.reports(Report.InputDelivered.class).stream()
                .anyMatch(report -> report.inputId().equals(inputId));
    }

    private static SessionSpec spec() {
        return new SessionSpec(
                "claude",
                List.of(),
                false,
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
    }
}
