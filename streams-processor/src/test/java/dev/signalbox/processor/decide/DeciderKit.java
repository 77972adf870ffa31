package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Document;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decider with tables in memory: given what was asked and told before, when something is asked, told or due,
/// then these events, directives, rows and outcome. After each decision the [Ledger] and the [Invariants] must
/// hold.
final class DeciderKit {
    static final String NAMESPACE = "team";
    private static final Actor ACTOR = new Actor("ada", "k-1", "api-1");

    private final Ledger ledger;
    private final List<Decision> last = new ArrayList<>();
    private Command.Tick.@Nullable Keep keep;
    private long now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private long offset;
    private long ticks;

    DeciderKit() {
        this(true);
    }

    /// @param encode whether rows go through their JSON
    DeciderKit(boolean encode) {
        ledger = new Ledger(encode);
        tick(Duration.ZERO, Duration.ofSeconds(1));
    }

    /// How long ended sessions, ended tasks and removed hosts are kept; at first for ever.
    void keep(Duration sessions, Duration tasks, @Nullable Duration hosts) {
        keep = new Command.Tick.Keep(sessions, tasks, hosts);
    }

    MemoryTables tables() {
        return ledger.tables;
    }

    Instant now() {
        return Instant.ofEpochMilli(now);
    }

    /// Time in which nothing is decided.
    void wait(Duration time) {
        now += time.toMillis();
    }

    Outcome ask(Command command) {
        offset++;
        String id = "c-" + offset;
        Cause cause = new Cause(Cause.Kind.COMMAND, id, "command", ACTOR, "commands", 0, offset, at(), null);
        last.clear();
        carryOut(Decider.command(tables(), new CommandRecord(id, NAMESPACE, ACTOR, null, null, command), cause));
        Outcome outcome = last.getLast().outcome();
        assertThat(outcome).isNotNull();
        assertThat(outcome.commandId()).isEqualTo(id);
        assertThat(outcome.n()).isEqualTo(counter().n());
        return outcome;
    }

    Outcome accept(Command command) {
        Outcome outcome = ask(command);
        assertThat(outcome.accepted()).as("%s", outcome).isTrue();
        return outcome;
    }

    /// Asks for what must be refused; a refusal leaves nothing behind.
    Outcome refuse(ErrorCode code, Command command) {
        Outcome outcome = ask(command);
        assertThat(outcome.code()).as("%s", outcome).isEqualTo(code);
        assertThat(outcome.accepted()).isFalse();
        assertThat(outcome.message()).isNotBlank();
        assertThat(last.getLast().rows()).isEmpty();
        assertThat(last.getLast().events()).isEmpty();
        assertThat(last.getLast().directives()).isEmpty();
        return outcome;
    }

    void tell(ReportBatch batch) {
        offset++;
        String ref = batch.hostId() + "/" + batch.incarnation() + "/" + batch.seq();
        last.clear();
        carryOut(Decider.reports(
                tables(), batch, new Cause(Cause.Kind.REPORT, ref, "reports", null, "reports", 0, offset, at(), null)));
    }

    /// Reports of a batch that was told without them.
    void tellMore(ReportBatch batch) {
        offset++;
        last.clear();
        carryOut(Decider.more(
                tables(),
                batch,
                new Cause(Cause.Kind.REPORT, batch.hostId(), "reports", null, "reports", 0, offset, at(), null)));
    }

    /// A tick after some time, and all that is due by then.
    void tick(Duration passed, Duration interval) {
        now += passed.toMillis();
        offset++;
        ticks++;
        Row.Clock clock = Decider.tick(clock(), new Command.Tick(ticks, interval, keep), now);
        ledger.tables.put(Keys.CLOCK, clock);
        String ref = "tick-" + ticks;
        Cause cause = new Cause(Cause.Kind.COMMAND, ref, "tick", Actor.SYSTEM, "commands", 0, offset, at(), null);
        last.clear();
        for (Due due : Decider.due(tables(), clock, 500)) {
            carryOut(Decider.due(tables(), due, cause));
        }
    }

    /// Ticks each second while the hosts report that they are there; what was decided in that time is the last
    /// decision.
    void pass(Duration time, KitHost... reporting) {
        List<Decision> all = new ArrayList<>();
        for (long second = 0; second < time.toSeconds(); second++) {
            for (KitHost host : reporting) {
                host.heartbeat();
                all.addAll(last);
            }
            tick(Duration.ofSeconds(1), Duration.ofSeconds(1));
            all.addAll(last);
        }
        last.clear();
        last.addAll(all);
    }

    private Instant at() {
        ledger.tables.put(Keys.CLOCK, clock().at(now));
        return now();
    }

    private void carryOut(Decision decision) {
        last.add(decision);
        ledger.carryOut(decision);
        Invariants.check(tables(), NAMESPACE);
    }

    /// The events since the last thing that was asked, told or due.
    List<Event> events() {
        return records().stream().map(EventRecord::event).toList();
    }

    List<EventRecord> records() {
        return last.stream().flatMap(decision -> decision.events().stream()).toList();
    }

    List<Decision> decisions() {
        return List.copyOf(last);
    }

    /// Of one entity only.
    List<Event> events(EntityType type, String id) {
        return records().stream()
                .filter(record -> record.entity().equals(new EntityRef(type, id)))
                .map(EventRecord::event)
                .toList();
    }

    List<DirectiveRecord> directiveRecords() {
        return last.stream().flatMap(decision -> decision.directives().stream()).toList();
    }

    List<Directive> directives() {
        return directiveRecords().stream().map(DirectiveRecord::directive).toList();
    }

    <D extends Directive> List<D> directives(Class<D> kind) {
        return directives().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Row.Clock clock() {
        return tables().get(Keys.CLOCK) instanceof Row.Clock clock ? clock : Row.Clock.START;
    }

    Row.Counter counter() {
        return tables().get(Keys.counter(NAMESPACE)) instanceof Row.Counter counter ? counter : Row.Counter.ZERO;
    }

    boolean hasSecrets(String id) {
        return tables().get(Keys.secrets(NAMESPACE, id)) != null;
    }

    Host host(String id) {
        return tables().entity(Host.class, NAMESPACE, new EntityRef(EntityType.HOST, id));
    }

    Agent agent(String id) {
        return tables().entity(Agent.class, NAMESPACE, new EntityRef(EntityType.AGENT, id));
    }

    Session session(String id) {
        return tables().entity(Session.class, NAMESPACE, new EntityRef(EntityType.SESSION, id));
    }

    Task task(String id) {
        return tables().entity(Task.class, NAMESPACE, new EntityRef(EntityType.TASK, id));
    }

    Input input(String id) {
        return tables().entity(Input.class, NAMESPACE, new EntityRef(EntityType.INPUT, id));
    }

    Document document(String collection, String key) {
        return tables().entity(Document.class, NAMESPACE, Document.ref(collection, key));
    }

    Namespace namespace() {
        return tables().entity(Namespace.class, NAMESPACE, new EntityRef(EntityType.NAMESPACE, NAMESPACE));
    }

    OutputIndex index(String sessionId) {
        return tables().entity(OutputIndex.class, NAMESPACE, new EntityRef(EntityType.OUTPUT_INDEX, sessionId));
    }

    /// The session of a task's newest attempt.
    Session attempt(String taskId) {
        return session(task(taskId).attempt().sessionId());
    }

    /// A host that has joined and started.
    KitHost host(String id, int capacity, String... providers) {
        KitHost host = KitHost.joined(this, id, capacity, providers);
        host.start();
        return host;
    }
}
