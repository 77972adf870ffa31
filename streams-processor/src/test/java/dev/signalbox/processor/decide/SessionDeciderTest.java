package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionDeciderTest {
    private final DeciderKit kit = new DeciderKit();

    @Test
    void is_placed_on_a_host_at_once() {
        kit.host("h", 1, "command");
        Outcome outcome = kit.accept(new Command.StartSession("s", null, Specs.command(), "go", Map.of("A", "secret")));

        SessionSpec spec = Specs.command().withEnvNames(java.util.List.of("A"));
        String agent = Ids.AGENT.derive("s");
        String input = Ids.INPUT.derive("s");
        assertThat(outcome.subject()).isEqualTo(new EntityRef(EntityType.SESSION, "s"));
        assertThat(kit.events(EntityType.SESSION, "s"))
                .containsExactly(
                        new Event.SessionRequested(agent, spec, null, null), new Event.SessionPlaced("h", 1, 1));
        assertThat(kit.events(EntityType.INPUT, input))
                .containsExactly(new Event.InputQueued("s", "go"), new Event.InputSent("s"));
        assertThat(kit.directives())
                .containsExactly(new Directive.Launch("s", 1, spec, input, "go", Map.of("A", "secret")));
        DirectiveRecord directive = kit.directiveRecords().getFirst();
        assertThat(directive.notAfter()).isEqualTo(kit.now().plus(Limits.START));
        assertThat(kit.agent(agent).profile().kind()).isEqualTo(AgentKind.ADHOC);
        assertThat(kit.host("h").sessions()).containsExactly("s");
        assertThat(kit.hasSecrets("s")).isTrue();
    }

    @Test
    void values_of_variables_stand_in_no_event() {
        kit.host("h", 1, "command");
        kit.accept(new Command.StartSession("s", null, Specs.command(), "go", Map.of("A", "secret")));
        assertThat(kit.records().toString()).doesNotContain("secret");
        assertThat(kit.session("s").toString()).doesNotContain("secret");
    }

    @Test
    void waits_for_a_host_and_fails_when_none_comes() {
        kit.accept(Specs.start("s", Specs.command()));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.REQUESTED);
        kit.pass(Duration.ofSeconds(59));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.REQUESTED);
        kit.pass(Duration.ofSeconds(1));

        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.FAILED_TO_START);
        assertThat(kit.session("s").end().code()).isEqualTo(ErrorCode.NO_HOST);
        assertThat(kit.session("s").end().reason()).isEqualTo("no host has joined");
        assertThat(kit.session("s").cause().what()).isEqualTo("PLACEMENT");
    }

    @Test
    void waits_for_a_host_and_gets_it() {
        kit.accept(Specs.start("s1", Specs.command()));
        kit.accept(Specs.start("s2", Specs.command()));
        KitHost host = kit.host("h", 1, "command");
        assertThat(kit.session("s1").status()).isEqualTo(SessionStatus.PLACED);
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.REQUESTED);
        host.runs("s1");
        host.exits("s1", 0);
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.PLACED);
        kit.pass(Duration.ofSeconds(61), host);
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.PLACED);
    }

    @Test
    void is_refused_for_what_nobody_could_run() {
        KitHost host = kit.host("h", 1, "command");
        kit.refuse(ErrorCode.UNKNOWN_PROVIDER, Specs.start("s", unknown("eliza")));
        kit.refuse(ErrorCode.HOST_NOT_FOUND, Specs.start("s", Specs.on("nowhere")));
        kit.refuse(ErrorCode.NO_HOST, Specs.start("s", onHost("claude", "h")));
        kit.accept(Specs.start("s", Specs.command()));
        kit.refuse(ErrorCode.ID_TAKEN, Specs.start("s", Specs.command()));
        kit.accept(new Command.RemoveHost("h", true));
        kit.refuse(ErrorCode.HOST_REMOVED, Specs.start("s2", Specs.on("h")));
        assertThat(host.incarnation()).isEqualTo(1);
    }

    @Test
    void a_provider_that_only_hosts_know_can_be_asked_for() {
        kit.host("h", 1, "eliza");
        kit.accept(Specs.start("s", unknown("eliza")));
        assertThat(kit.session("s").hostId()).isEqualTo("h");
    }

    @Test
    void is_refused_when_no_record_could_hold_its_launch() {
        kit.host("h", 1, "command");
        Map<String, String> env =
                IntStream.range(0, 30).boxed().collect(Collectors.toMap(i -> "V" + i, _ -> "x".repeat(32 * 1024)));
        kit.refuse(ErrorCode.TOO_LARGE, new Command.StartSession("s", null, Specs.command(), null, env));
        kit.refuse(ErrorCode.TOO_LARGE, new Command.CreateTask("t", Specs.task(), env));
    }

    @Test
    void forgets_its_secrets_when_it_runs_or_is_over() {
        KitHost host = kit.host("h", 2, "command");
        kit.accept(new Command.StartSession("s1", null, Specs.command(), null, Map.of("A", "b")));
        kit.accept(new Command.StartSession("s2", null, Specs.command(), null, Map.of("A", "b")));
        host.runs("s1");
        assertThat(kit.hasSecrets("s1")).isFalse();
        host.fails("s2", ErrorCode.LAUNCH_FAILED);
        assertThat(kit.hasSecrets("s2")).isFalse();
    }

    @Test
    void stops_gently_by_default() {
        KitHost host = kit.host("h", 1, "command");
        kit.accept(Specs.start("s", Specs.command()));
        host.runs("s");
        kit.accept(new Command.StopSession("s", true, null, "enough", false));

        assertThat(kit.events()).containsExactly(new Event.SessionStopping("enough", false));
        assertThat(kit.directives()).containsExactly(new Directive.Stop("s", 1, Duration.ofSeconds(10), "enough"));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.STOPPING);
        host.exits("s", 143);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.ENDED);
        assertThat(kit.session("s").end().exitCode()).isEqualTo(143);
    }

    @Test
    void stops_hard_or_with_the_grace_that_is_asked_for() {
        kit.host("h", 2, "command");
        kit.accept(Specs.start("s1", Specs.command()));
        kit.accept(Specs.start("s2", Specs.command()));
        kit.accept(new Command.StopSession("s1", false, Duration.ofSeconds(30), null, false));
        assertThat(kit.directives()).containsExactly(new Directive.Stop("s1", 1, Duration.ZERO, null));
        kit.accept(new Command.StopSession("s2", true, Duration.ofSeconds(30), null, false));
        assertThat(kit.directives()).containsExactly(new Directive.Stop("s2", 1, Duration.ofSeconds(30), null));
    }

    @Test
    void is_stopped_any_number_of_times() {
        KitHost host = kit.host("h", 1, "command");
        kit.refuse(ErrorCode.SESSION_NOT_FOUND, Specs.stop("s"));
        kit.accept(Specs.start("s", Specs.command()));
        host.runs("s");
        assertThat(kit.accept(Specs.stop("s")).number()).isEqualTo(Outcome.BEGUN);
        assertThat(kit.accept(Specs.stop("s")).number()).isEqualTo(Outcome.UNDER_WAY);
        assertThat(kit.events()).isEmpty();
        assertThat(kit.directives()).hasSize(1);
        host.exits("s", 0);
        assertThat(kit.accept(Specs.stop("s")).number()).isEqualTo(Outcome.UNDER_WAY);
        kit.accept(Specs.stop("s"));
        assertThat(kit.events()).isEmpty();
        assertThat(kit.directives()).isEmpty();
    }

    @Test
    void a_stop_that_is_not_reported_is_told_again_however_often_it_was_asked_for() {
        KitHost host = kit.host("h", 1, "command");
        kit.accept(Specs.start("s", Specs.command()));
        host.runs("s");
        for (int i = 0; i < 5; i++) {
            kit.accept(Specs.stop("s"));
            kit.pass(Duration.ofSeconds(1), host);
        }
        kit.pass(Duration.ofSeconds(180), host);

        assertThat(kit.directives(Directive.Stop.class))
                .hasSizeBetween(5, 9)
                .allMatch(stop -> stop.grace().isZero());
        assertThat(kit.directives(Directive.TakeInventory.class)).isNotEmpty();
        host.inventory();
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.LOST);
        kit.pass(Duration.ofSeconds(60), host);
        assertThat(kit.directives()).isEmpty();
    }

    @Test
    void ends_without_a_host_when_it_never_had_one() {
        kit.accept(new Command.StartSession("s", null, Specs.command(), "go", Map.of()));
        kit.accept(Specs.stop("s"));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.ENDED);
        assertThat(kit.session("s").end().proven()).isTrue();
        assertThat(kit.input(Ids.INPUT.derive("s")).status()).isEqualTo(InputStatus.UNDELIVERED);
        kit.pass(Duration.ofSeconds(61));
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void is_suspended_when_its_provider_can_resume_and_told_how() {
        KitHost host = kit.host("h", 2, "claude", "command");
        kit.accept(Specs.start("s", Specs.claude()));
        kit.accept(Specs.start("c", Specs.command()));
        host.runs("s");
        host.tell(new Report.NativeSessionFound("s", "native", "opus"));
        kit.refuse(ErrorCode.SESSION_NOT_RESUMABLE, Specs.suspend("c"));
        kit.accept(Specs.suspend("s"));
        host.exits("s", 0);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.SUSPENDED);
    }

    @Test
    void is_not_suspended_when_nothing_tells_how_to_resume_it() {
        KitHost host = kit.host("h", 1, "claude");
        kit.accept(Specs.start("s", Specs.claude()));
        host.runs("s");
        kit.accept(Specs.suspend("s"));
        host.exits("s", 0);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.ENDED);
    }

    @Test
    void is_resumed_where_it_was_for_the_same_agent() {
        kit.host("h1", 1, "claude");
        KitHost host = kit.host("h2", 1, "claude");
        kit.accept(Specs.agent("a"));
        kit.accept(Specs.startFor("a", "s1", onHost("claude", "h2")));
        host.runs("s1");
        host.tell(new Report.NativeSessionFound("s1", "native", null));
        kit.refuse(ErrorCode.SESSION_EXISTS, Specs.resume("s2", "s1"));
        host.exits("s1", 0);
        kit.accept(new Command.ResumeSession("s2", "s1", "go on", true, null, Map.of()));

        SessionSpec spec = kit.session("s2").spec();
        assertThat(spec.resumes()).isEqualTo("s1");
        assertThat(spec.resumeNativeId()).isEqualTo("native");
        assertThat(spec.interactive()).isTrue();
        assertThat(spec.workspace().cwd()).isEqualTo(KitHost.process().cwd());
        assertThat(spec.placement()).isEqualTo(new Placement("h2", Map.of()));
        assertThat(kit.session("s2").agentId()).isEqualTo("a");
        assertThat(kit.session("s1").resumedBy()).isEqualTo("s2");
        assertThat(kit.events(EntityType.SESSION, "s1")).containsExactly(new Event.SessionResumed("s2"));
    }

    @Test
    void has_a_terminal_name_that_no_other_live_session_has() {
        KitHost host = kit.host("h", 4, "claude");
        kit.accept(Specs.start("n1", Specs.terminal().inTerminal("agent-claude-1")));
        Outcome refused = kit.refuse(
                ErrorCode.NAME_TAKEN, Specs.start("n2", Specs.terminal().inTerminal("agent-claude-1")));
        assertThat(refused.field()).isEqualTo("terminalName");
        assertThat(refused.subject()).isEqualTo(new EntityRef(EntityType.SESSION, "n1"));
        kit.accept(Specs.start("n3", Specs.terminal().inTerminal("agent-claude-2")));
        host.runs("n1");
        host.exits("n1", 0);
        kit.accept(Specs.start("n2", Specs.terminal().inTerminal("agent-claude-1")));
        assertThat(kit.session("n2").spec().terminalName()).isEqualTo("agent-claude-1");
    }

    @Test
    void is_not_resumed_without_knowing_how() {
        KitHost host = kit.host("h", 3, "claude", "command");
        kit.refuse(ErrorCode.SESSION_NOT_FOUND, Specs.resume("s2", "s1"));
        kit.accept(Specs.start("s1", Specs.claude()));
        kit.accept(Specs.start("c1", Specs.command()));
        host.runs("s1");
        host.runs("c1");
        host.exits("s1", 0);
        host.exits("c1", 0);
        kit.refuse(ErrorCode.SESSION_NOT_RESUMABLE, Specs.resume("s2", "s1"));
        kit.refuse(ErrorCode.SESSION_NOT_RESUMABLE, Specs.resume("c2", "c1"));
        kit.refuse(ErrorCode.ID_TAKEN, Specs.resume("c1", "s1"));
        kit.accept(new Command.ResumeSession("s2", "s1", null, null, "known-elsewhere", Map.of()));
        assertThat(kit.session("s2").nativeSessionId()).isEqualTo("known-elsewhere");
    }

    @Test
    void is_not_resumed_for_an_agent_that_is_gone_or_busy() {
        KitHost host = kit.host("h", 3, "claude");
        kit.accept(Specs.agent("a"));
        kit.accept(Specs.startFor("a", "s1", Specs.claude()));
        host.runs("s1");
        host.tell(new Report.NativeSessionFound("s1", "native", null));
        host.exits("s1", 0);
        kit.accept(Specs.startFor("a", "s2", Specs.claude()));
        kit.refuse(ErrorCode.SESSION_EXISTS, Specs.resume("s3", "s1"));
        host.runs("s2");
        host.exits("s2", 0);
        kit.accept(new Command.DeleteAgent("a"));
        kit.refuse(ErrorCode.AGENT_NOT_FOUND, Specs.resume("s3", "s1"));
    }

    private static SessionSpec unknown(String provider) {
        return Specs.session(provider, false, Placement.ANYWHERE, SilentHostPolicy.KEEP, false);
    }

    private static SessionSpec onHost(String provider, String hostId) {
        return Specs.session(provider, false, new Placement(hostId, Map.of()), SilentHostPolicy.KEEP, false);
    }
}
