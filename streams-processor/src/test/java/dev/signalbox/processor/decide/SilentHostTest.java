package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.SilentHostPolicy.Action;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilentHostTest {
    private static final Duration LEASE_OVER = Duration.ofSeconds(11);
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final DeciderKit kit = new DeciderKit();
    private KitHost host;

    @BeforeEach
    void one_host() {
        host = kit.host("h", 2, "command");
    }

    private Session session() {
        return kit.session("s");
    }

    private void running(SessionSpec spec) {
        kit.accept(new Command.StartSession("s", null, spec, "the prompt", Map.of("A", "b")));
        host.runs("s");
        host.delivers("s", Ids.INPUT.derive("s"));
    }

    private String replacement() {
        return Ids.SESSION.derive("s/1");
    }

    @Test
    void nothing_is_known_of_its_sessions_and_by_default_they_are_kept() {
        running(Specs.command());
        kit.pass(LEASE_OVER);
        assertThat(kit.events(EntityType.SESSION, "s")).containsExactly(new Event.SessionUnknown(null));
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        assertThat(session().silence().was()).isEqualTo(SessionStatus.RUNNING);
        kit.pass(Duration.ofMinutes(10));
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        assertThat(kit.host("h").sessions()).containsExactly("s");
    }

    @Test
    void a_session_is_found_again_as_it_was() {
        running(Specs.command());
        kit.pass(LEASE_OVER);
        host.heartbeat();
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        host.inventory(KitHost.alive("s"));
        assertThat(kit.events()).containsExactly(new Event.SessionFound(SessionStatus.RUNNING));
        assertThat(session().silence()).isNull();
        assertThat(session().since().get(SessionStatus.RUNNING))
                .isBefore(session().since().get(SessionStatus.UNKNOWN));
    }

    @Test
    void a_session_that_ended_meanwhile_has_its_own_end() {
        running(Specs.command());
        kit.pass(LEASE_OVER);
        host.exits("s", 4);
        assertThat(session().status()).isEqualTo(SessionStatus.ENDED);
        assertThat(session().end().exitCode()).isEqualTo(4);
        host.inventory();
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void an_outage_of_the_processor_is_not_the_hosts_silence() {
        running(Specs.silent(Action.REPLACE, Duration.ofSeconds(30), false));
        kit.pass(Duration.ofSeconds(5), host);
        kit.tick(Duration.ofHours(3), Duration.ofSeconds(1));
        host.heartbeat();
        kit.pass(Duration.ofSeconds(5), host);
        assertThat(session().status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void replace_gives_it_up_after_its_time_and_starts_the_same_anew() {
        running(Specs.silent(Action.REPLACE, MINUTE, false));
        KitHost second = kit.host("h2", 1, "command");
        kit.pass(LEASE_OVER, second);
        assertThat(session().silence().until()).isNotNull();
        kit.pass(Duration.ofSeconds(55), second);
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        kit.pass(Duration.ofSeconds(6), second);

        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
        assertThat(session().end().proven()).isFalse();
        assertThat(session().resumedBy()).isEqualTo(replacement());
        assertThat(kit.session(replacement()).hostId()).isEqualTo("h2");
        assertThat(kit.session(replacement()).agentId()).isEqualTo(session().agentId());
        assertThat(kit.session(replacement()).spec().resumes()).isNull();
        assertThat(kit.directives(Directive.Launch.class)).singleElement().satisfies(launch -> {
            assertThat(launch.prompt()).isEqualTo("the prompt");
            assertThat(launch.env()).containsEntry("A", "b");
        });
        assertThat(kit.hasSecrets("s")).isFalse();
        second.runs(replacement());
        assertThat(kit.hasSecrets(replacement())).isTrue();
    }

    @Test
    void a_resumed_session_is_replaced_where_its_conversation_might_have_begun() {
        KitHost first = kit.host("c1", 1, "claude");
        var policy = new SilentHostPolicy(Action.REPLACE, MINUTE);
        Workspace shop = new Workspace(null, new Workspace.Worktree("/srv/shop", null, null));
        var spec = Specs.session("claude", false, Placement.ANYWHERE, policy, false)
                .placed(shop, Placement.ANYWHERE);
        kit.accept(new Command.StartSession("s1", null, spec, "plan", Map.of()));
        first.runs("s1");
        first.tell(new Report.NativeSessionFound("s1", "n-1", null));
        first.exits("s1", 0);
        kit.accept(Specs.resume("s2", "s1"));
        first.runs("s2");
        first.exits("s2", 0);
        kit.accept(new Command.ResumeSession("s3", "s2", "carry it out", null, "n-2", Map.of()));
        first.runs("s3");
        first.delivers("s3", Ids.INPUT.derive("s3"));
        assertThat(kit.session("s3").spec().placement().hostId()).isEqualTo("c1");
        KitHost second = kit.host("c2", 1, "claude");

        kit.pass(Duration.ofSeconds(72), second);

        Session replacement = kit.session(Ids.SESSION.derive("s3/1"));
        assertThat(replacement.hostId()).isEqualTo("c2");
        assertThat(replacement.spec().resumes()).isNull();
        assertThat(replacement.spec().resumeNativeId()).isNull();
        assertThat(replacement.spec().workspace()).isEqualTo(shop);
        assertThat(kit.directives(Directive.Launch.class).getFirst().prompt()).isEqualTo("carry it out");
    }

    @Test
    void a_replacement_waits_for_a_host_like_any_session() {
        running(Specs.silent(Action.REPLACE, MINUTE, false));
        kit.pass(Duration.ofSeconds(71));
        assertThat(kit.session(replacement()).status()).isEqualTo(SessionStatus.REQUESTED);
        kit.pass(MINUTE);
        assertThat(kit.session(replacement()).status()).isEqualTo(SessionStatus.FAILED_TO_START);
    }

    @Test
    void a_session_that_was_replaced_is_reaped_when_its_host_returns() {
        running(Specs.silent(Action.REPLACE, MINUTE, false));
        kit.pass(Duration.ofSeconds(75));
        host.heartbeat();
        host.inventoryHavingApplied(1, KitHost.alive("s"));
        assertThat(kit.events()).containsExactly(new Event.SessionReaped(1));
        assertThat(kit.directives(Directive.Stop.class)).singleElement().satisfies(stop -> {
            assertThat(stop.sessionId()).isEqualTo("s");
            assertThat(stop.epoch()).isEqualTo(1);
        });
        host.exits("s", 143);
        assertThat(kit.events()).containsExactly(new Event.SessionReaped(1));
        host.tell(KitHost.started("s"), KitHost.exit("s", 143));
        assertThat(kit.events()).as("told again").isEmpty();
        assertThat(kit.directives()).isEmpty();
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
    }

    @Test
    void each_silence_has_its_own_time() {
        running(Specs.silent(Action.REPLACE, MINUTE, false));
        kit.pass(Duration.ofSeconds(50));
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        host.heartbeat();
        host.inventory(KitHost.alive("s"));
        assertThat(session().status()).isEqualTo(SessionStatus.RUNNING);
        kit.pass(Duration.ofSeconds(30));
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        kit.pass(Duration.ofSeconds(35));
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        kit.pass(Duration.ofSeconds(10));
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
    }

    @Test
    void a_host_that_is_back_is_waited_for_although_its_inventory_takes_long() {
        running(Specs.silent(Action.REPLACE, MINUTE, true));
        kit.pass(Duration.ofSeconds(50));
        kit.pass(Duration.ofMinutes(3), host);
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        kit.pass(LEASE_OVER);
        assertThat(session().silence().was()).isEqualTo(SessionStatus.RUNNING);
        assertThat(kit.events(EntityType.SESSION, "s")).hasSize(1);
        kit.pass(MINUTE);
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        kit.pass(Limits.EXCLUSIVE_SLACK);
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
    }

    @Test
    void the_end_of_another_launch_does_not_prove_that_a_lost_session_is_gone() {
        running(Specs.silent(Action.STOP_ON_HOST, MINUTE, false));
        kit.pass(Duration.ofSeconds(75));
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);

        host.heartbeat();
        host.tell(new Report.SessionExited("s", 2, KitHost.end(0)));

        assertThat(kit.events(EntityType.SESSION, "s")).isEmpty();
    }

    @Test
    void a_session_that_was_being_stopped_is_not_replaced() {
        running(Specs.silent(Action.REPLACE, MINUTE, false));
        kit.pass(LEASE_OVER);
        kit.accept(Specs.stop("s"));
        kit.pass(MINUTE);
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
        assertThat(kit.session(replacement())).isNull();
    }

    @Test
    void stop_on_host_is_believed_after_its_time() {
        running(Specs.silent(Action.STOP_ON_HOST, MINUTE, false));
        kit.pass(Duration.ofSeconds(75));
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
        assertThat(session().end().reason()).contains("was to stop it");
        assertThat(kit.session(replacement())).isNull();
    }

    @Test
    void an_exclusive_session_is_replaced_only_when_its_host_must_have_stopped_it() {
        running(Specs.silent(Action.REPLACE, MINUTE, true));
        kit.pass(LEASE_OVER.plus(MINUTE).plus(Limits.EXCLUSIVE_SLACK).minusSeconds(2));
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        kit.pass(Duration.ofSeconds(2));
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
        assertThat(kit.session(replacement())).isNotNull();
    }

    @Test
    void an_exclusive_launch_expires_before_its_replacement_can_begin() {
        kit.accept(Specs.start("s", Specs.silent(Action.REPLACE, Duration.ofSeconds(30), true)));
        assertThat(kit.directiveRecords().getFirst().notAfter())
                .isEqualTo(kit.now().plusSeconds(50));
        kit.accept(Specs.start("s2", Specs.silent(Action.REPLACE, Duration.ofHours(1), true)));
        assertThat(kit.directiveRecords().getFirst().notAfter())
                .isEqualTo(kit.now().plus(Limits.START));
    }

    @Test
    void a_stop_is_remembered_and_done_when_the_host_returns() {
        running(Specs.command());
        kit.pass(LEASE_OVER);
        kit.accept(Specs.stop("s"));
        assertThat(kit.events()).containsExactly(new Event.SessionStopping(null, false));
        assertThat(kit.directives(Directive.Stop.class)).hasSize(1);
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        kit.accept(Specs.stop("s"));
        assertThat(kit.events()).isEmpty();
        kit.pass(Duration.ofMinutes(2));

        host.heartbeat();
        host.inventory(KitHost.alive("s"));
        assertThat(session().status()).isEqualTo(SessionStatus.STOPPING);
        kit.pass(MINUTE, host);
        assertThat(kit.directives(Directive.Stop.class)).isNotEmpty();
    }

    @Test
    void a_start_told_late_does_not_undo_a_stop() {
        kit.accept(Specs.start("s", Specs.command()));
        kit.pass(LEASE_OVER);
        kit.accept(Specs.stop("s"));
        host.accepts("s");
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
        host.tell(KitHost.started("s"));
        assertThat(session().status()).isEqualTo(SessionStatus.STOPPING);
    }

    @Test
    void a_start_told_late_is_believed() {
        kit.accept(Specs.start("s", Specs.command()));
        kit.pass(LEASE_OVER);
        host.accepts("s");
        assertThat(session().status()).isEqualTo(SessionStatus.STARTING);
        host.tell(KitHost.started("s"));
        assertThat(session().status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(session().silence()).isNull();
    }

    @Test
    void a_process_seen_before_its_start_was_told_is_starting() {
        kit.accept(Specs.start("s", Specs.command()));
        kit.pass(LEASE_OVER);
        host.start(KitHost.alive("s"));
        assertThat(session().status()).isEqualTo(SessionStatus.STARTING);
        host.inventory(KitHost.starting("s"));
        assertThat(kit.events()).isEmpty();
        host.tell(KitHost.started("s"));
        assertThat(session().status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void a_launch_that_a_silent_host_never_accepted_expires() {
        kit.accept(Specs.start("s", Specs.command()));
        kit.pass(Duration.ofSeconds(141));
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
        assertThat(session().end().reason()).startsWith("expired");
        host.fails("s", ErrorCode.EXPIRED);
        assertThat(kit.events(EntityType.SESSION, "s")).isEmpty();
    }

    @Test
    void a_start_that_a_silent_host_had_accepted_is_kept() {
        kit.accept(Specs.start("s", Specs.command()));
        host.accepts("s");
        kit.pass(Duration.ofMinutes(10));
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
    }

    @Test
    void an_exclusive_launch_does_not_expire_on_a_silent_host() {
        kit.accept(Specs.start("s", Specs.silent(Action.STOP_ON_HOST, Duration.ofMinutes(20), true)));
        kit.pass(Duration.ofMinutes(10));
        assertThat(session().status()).isEqualTo(SessionStatus.UNKNOWN);
    }

    @Test
    void a_silent_host_that_is_removed_loses_its_sessions() {
        running(Specs.silent(Action.REPLACE, MINUTE, false));
        kit.pass(LEASE_OVER);
        kit.refuse(ErrorCode.HOST_BUSY, new Command.RemoveHost("h", false));
        kit.accept(new Command.RemoveHost("h", true));
        assertThat(session().status()).isEqualTo(SessionStatus.LOST);
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.REMOVED);
        kit.pass(MINUTE.plusSeconds(10));
        assertThat(kit.events()).isEmpty();
    }
}
