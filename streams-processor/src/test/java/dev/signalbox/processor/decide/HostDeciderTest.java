package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostDeciderTest {
    private static final Command JOIN = new Command.JoinHost("h", "box", "key", "k-1", Map.of("gpu", "yes"));

    private final DeciderKit kit = new DeciderKit();

    @Test
    void joins_and_is_unreachable_until_its_agent_reports() {
        Outcome outcome = kit.accept(JOIN);

        assertThat(outcome.subject()).isEqualTo(new EntityRef(EntityType.HOST, "h"));
        assertThat(kit.events()).contains(new Event.HostJoined("box", "key", Map.of("gpu", "yes")));
        assertThat(kit.host("h"))
                .extracting(Host::status, Host::incarnation, Host::room)
                .containsExactly(HostStatus.UNREACHABLE, 0L, 0);
    }

    @Test
    void joins_again_with_the_same_key_only() {
        kit.accept(JOIN);
        kit.accept(JOIN);
        assertThat(kit.events()).isEmpty();

        kit.refuse(ErrorCode.ID_TAKEN, new Command.JoinHost("h", "box", "another", null, Map.of()));
        kit.refuse(ErrorCode.NAME_TAKEN, new Command.JoinHost("h2", "box", "key2", null, Map.of()));
    }

    @Test
    void starts_with_what_it_can_do() {
        KitHost host = KitHost.joined(kit, "h", 3, "command");
        host.start();

        assertThat(kit.events()).containsExactly(new Event.HostStarted(1, "h-1", host.fingerprint()));
        assertThat(kit.host("h"))
                .extracting(Host::status, Host::incarnation, Host::instance, Host::room)
                .containsExactly(HostStatus.ONLINE, 1L, "h-1", 3);
        assertThat(kit.directives()).isEmpty();
    }

    @Test
    void heartbeats_change_nothing_that_anybody_sees() {
        KitHost host = kit.host("h", 1, "command");
        host.heartbeat();

        assertThat(kit.events()).isEmpty();
        assertThat(kit.directives()).isEmpty();
    }

    @Test
    void takes_no_new_work_while_it_is_drained() {
        KitHost host = kit.host("h", 2, "command");
        kit.accept(Specs.start("s1", Specs.command()));
        host.runs("s1");
        kit.accept(new Command.DrainHost("h", "new disk"));
        assertThat(kit.events()).containsExactly(new Event.HostDrained("new disk"));
        assertThat(kit.host("h").cause().why()).isEqualTo("new disk");
        kit.accept(new Command.DrainHost("h", null));
        assertThat(kit.events()).isEmpty();

        kit.accept(Specs.start("s2", Specs.command()));
        kit.accept(Specs.create("t", Specs.task()));
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.DRAINING);
        assertThat(kit.session("s1").status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.REQUESTED);
        assertThat(kit.task("t").waiting()).isEqualTo("no host is online and takes work");

        kit.accept(new Command.UndrainHost("h"));
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.ONLINE);
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.PLACED);
        assertThat(kit.task("t").waiting()).isEqualTo("every suitable host is full");
        kit.accept(new Command.UndrainHost("h"));
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void is_silent_also_while_it_is_drained_and_no_longer() {
        kit.accept(JOIN);

        kit.accept(new Command.DrainHost("h", null));
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.UNREACHABLE);

        kit.accept(new Command.UndrainHost("h"));
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.UNREACHABLE);
    }

    @Test
    void stays_drained_over_silence_and_restart() {
        KitHost host = kit.host("h", 1, "command");
        kit.accept(new Command.DrainHost("h", null));
        kit.pass(Duration.ofSeconds(12));
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.UNREACHABLE);
        host.heartbeat();
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.DRAINING);
        host.start();
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.DRAINING);
    }

    @Test
    void is_not_found_or_removed() {
        kit.refuse(ErrorCode.HOST_NOT_FOUND, new Command.DrainHost("h", null));
        kit.refuse(ErrorCode.HOST_NOT_FOUND, new Command.UndrainHost("h"));
        kit.refuse(ErrorCode.HOST_NOT_FOUND, new Command.RemoveHost("h", false));
        kit.accept(JOIN);
        kit.accept(new Command.RemoveHost("h", false));
        assertThat(kit.events()).contains(new Event.HostRemoved());
        kit.accept(new Command.RemoveHost("h", false));
        assertThat(kit.events()).isEmpty();
        kit.refuse(ErrorCode.HOST_NOT_FOUND, new Command.DrainHost("h", null));
        kit.refuse(ErrorCode.HOST_NOT_FOUND, new Command.UndrainHost("h"));
        kit.refuse(ErrorCode.HOST_REMOVED, JOIN);
        kit.accept(new Command.JoinHost("h2", "box", "key", null, Map.of()));
    }

    @Test
    void is_not_removed_with_live_sessions_except_by_force() {
        KitHost host = kit.host("h", 1, "command");
        kit.accept(Specs.agent("a"));
        kit.accept(Specs.startFor("a", "s", Specs.command()));
        host.runs("s");

        Outcome refusal = kit.refuse(ErrorCode.HOST_BUSY, new Command.RemoveHost("h", false));
        assertThat(refusal.subject()).isEqualTo(new EntityRef(EntityType.SESSION, "s"));

        kit.accept(new Command.RemoveHost("h", true));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.LOST);
        assertThat(kit.session("s").end().proven()).isFalse();
        assertThat(kit.agent("a").activeSession()).isNull();
        assertThat(kit.directives(Directive.Stop.class)).hasSize(1);
        assertThat(kit.host("h").sessions()).isEmpty();
    }

    @Test
    void tells_nothing_any_more_once_removed() {
        KitHost host = kit.host("h", 1, "command");
        kit.accept(new Command.RemoveHost("h", true));
        host.heartbeat();
        host.start();
        assertThat(kit.events()).isEmpty();
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.REMOVED);
    }

    @Test
    void gives_its_tasks_to_another_host_when_it_is_removed_by_force() {
        kit.host("h1", 1, "command");
        kit.accept(Specs.create("t", Specs.tasks().attempts(2).spec()));
        kit.host("h2", 1, "command");
        kit.accept(new Command.RemoveHost("h1", true));

        assertThat(kit.attempt("t").hostId()).isEqualTo("h2");
        assertThat(kit.task("t").status()).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void fails_tasks_that_only_it_could_do_when_it_is_removed() {
        kit.host("h", 1, "command");
        kit.accept(Specs.start("s", Specs.command()));
        kit.accept(Specs.create("t", Specs.tasks().on("h").spec()));
        kit.accept(new Command.RemoveHost("h", true));

        assertThat(kit.task("t").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(kit.task("t").reason()).isEqualTo("its host was removed");
    }

    @Test
    void falls_silent_when_its_lease_is_over_and_comes_back() {
        KitHost host = kit.host("h", 1, "command");
        kit.pass(Duration.ofSeconds(9));
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.ONLINE);
        kit.pass(Duration.ofSeconds(2));
        assertThat(kit.events()).containsExactly(new Event.HostSilent());
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.UNREACHABLE);
        assertThat(kit.host("h").cause().what()).isEqualTo("LEASE");
        kit.pass(Duration.ofSeconds(60));
        assertThat(kit.events()).isEmpty();

        host.heartbeat();
        assertThat(kit.events()).containsExactly(new Event.HostReturned());
        assertThat(kit.directives()).containsExactly(new Directive.TakeInventory("the host was silent"));
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.ONLINE);
    }

    @Test
    void gets_what_waits_when_it_comes_back() {
        KitHost host = kit.host("h", 1, "command");
        kit.pass(Duration.ofSeconds(12));
        kit.accept(Specs.create("t", Specs.task()));
        assertThat(kit.task("t").waiting()).isEqualTo("no host is online and takes work");
        host.heartbeat();
        assertThat(kit.attempt("t").hostId()).isEqualTo("h");
    }

    @Test
    void rotates_its_key() {
        KitHost host = kit.host("h", 1, "command");
        host.tell(new Report.KeyRotated("new"));
        assertThat(kit.events()).containsExactly(new Event.HostKeyRotated("new"));
        assertThat(kit.host("h").publicKey()).isEqualTo("new");
    }

    @Test
    void is_unknown_and_reports_all_the_same() {
        KitHost host = kit.host("h", 1, "command");
        kit.tell(new dev.signalbox.schemas.report.ReportBatch(
                DeciderKit.NAMESPACE, "other", 1, "x", 1, java.util.List.of(new Report.Heartbeat())));
        assertThat(kit.events()).isEmpty();
        host.heartbeat();
    }

    @Test
    void batches_that_come_twice_count_once() {
        KitHost host = kit.host("h", 1, "claude");
        kit.accept(Specs.start("s", Specs.claude()));
        host.runs("s");
        var batch = host.batch(3, KitHost.exit("s", 0));
        kit.tell(batch);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.ENDED);
        kit.tell(batch);
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void missing_batches_ask_for_an_inventory() {
        KitHost host = kit.host("h", 1, "command");
        host.loseBatches(2);
        host.heartbeat();
        assertThat(kit.directives()).containsExactly(new Directive.TakeInventory("reports are missing"));
        host.heartbeat();
        assertThat(kit.directives()).isEmpty();
    }

    @Test
    void a_newer_incarnation_fences_the_older_one() {
        KitHost host = kit.host("h", 1, "command");
        KitHost old = host.copy();
        host.start();
        assertThat(kit.directives()).containsExactly(new Directive.Fence(2, "h-2"));

        old.loseBatches(5);
        old.exits("s", 0);
        assertThat(kit.events()).containsExactly(new Event.HostFenced(1, "h-1'"));
        assertThat(kit.directives()).containsExactly(new Directive.Fence(2, "h-2"));
        old.heartbeat();
        assertThat(kit.events()).isEmpty();
        host.heartbeat();
        assertThat(kit.host("h").incarnation()).isEqualTo(2);
    }

    @Test
    void of_twins_with_one_incarnation_the_second_is_fenced() {
        KitHost host = kit.host("h", 1, "command");
        KitHost twin = host.copy();
        twin.loseBatches(1);
        kit.accept(Specs.start("s", Specs.command()));
        twin.tell(KitHost.started("s"));

        assertThat(kit.events()).containsExactly(new Event.HostFenced(1, "h-1'"));
        assertThat(kit.directives()).containsExactly(new Directive.Fence(1, "h-1"));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.PLACED);
    }

    @Test
    void a_fenced_twin_does_not_keep_the_lease() {
        KitHost host = kit.host("h", 1, "command");
        KitHost twin = host.copy();
        kit.pass(Duration.ofSeconds(12), twin);
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.UNREACHABLE);
        host.heartbeat();
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.ONLINE);
    }

    @Test
    void starts_again_with_another_capacity() {
        KitHost host = kit.host("h", 1, "command");
        kit.accept(Specs.create("t1", Specs.task()));
        kit.accept(Specs.create("t2", Specs.task()));
        host.capacity(2);
        host.start(KitHost.starting(kit.attempt("t1").id()));
        assertThat(kit.task("t2").status()).isEqualTo(TaskStatus.ASSIGNED);
        host.capacity(1);
        host.start(
                KitHost.starting(kit.attempt("t1").id()),
                KitHost.starting(kit.attempt("t2").id()));
        assertThat(kit.host("h").room()).isZero();
    }

    @Test
    void a_batch_can_be_told_in_pieces_and_pieces_of_an_older_one_do_nothing() {
        KitHost host = kit.host("h1", 4, "command");
        kit.accept(Specs.start("s1", Specs.command()));
        kit.accept(Specs.start("s2", Specs.command()));
        host.runs("s1");
        host.runs("s2");
        ReportBatch batch = host.batch(4, KitHost.exit("s1", 0));
        kit.tell(batch.with(List.of()));

        kit.tellMore(batch);
        assertThat(kit.session("s1").status()).isEqualTo(SessionStatus.ENDED);

        kit.tell(host.batch(5, new Report.Heartbeat()));
        kit.tellMore(batch.with(List.of(KitHost.exit("s2", 0))));
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.RUNNING);
    }
}
