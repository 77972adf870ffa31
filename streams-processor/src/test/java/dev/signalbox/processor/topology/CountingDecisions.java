package dev.signalbox.processor.topology;

import dev.signalbox.processor.decide.Decision;
import dev.signalbox.processor.decide.Due;
import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.StateRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A small decider for the shell's own tests. Each decision is one event of its namespace; what else it does follows
/// from the command:
///
/// - `OpenNamespace` versions the namespace; `JoinHost` the host
/// - `DrainHost` directs the host; `RemoveHost` marks it removed
/// - `StopSession` makes a timer that is due at once on the wall clock
/// - a timer of the session `s-broken` fails when it is due
/// - `CancelTask` fails, `RetryTask` would write too large an event
public class CountingDecisions implements Decisions {
    @Override
    public Decision command(Tables tables, CommandRecord command, Cause cause) {
        String namespace = command.namespace();
        long n = newest(tables, namespace) + 1;
        Map<String, @Nullable Row> rows = counted(namespace, n);
        Map<String, Decision.State> states = new LinkedHashMap<>();
        List<DirectiveRecord> directives = new ArrayList<>();
        EntityRef ref = new EntityRef(EntityType.NAMESPACE, namespace);
        Event event = new Event.NamespaceOpened(Command.OpenNamespace.Limits.DEFAULT);
        switch (command.command()) {
            case Command.OpenNamespace open -> {
                var entity = new Namespace(namespace, open.limits(), cause.at(), null, cause);
                states.put(
                        StateRecord.key(namespace, ref), new Decision.State(n, new StateRecord(namespace, n, entity)));
            }
            case Command.JoinHost join -> {
                Host host = host(join, cause);
                ref = host.ref();
                event = new Event.HostJoined(join.name(), join.publicKey(), Map.of());
                rows.put(Keys.entity(namespace, ref), new Row.EntityRow(n, host));
                rows.put(Keys.lease(namespace, host.id()), new Row.Lease(namespace, host.id(), 10_000));
                states.put(StateRecord.key(namespace, ref), new Decision.State(n, new StateRecord(namespace, n, host)));
            }
            case Command.DrainHost(var hostId, _) -> {
                event = new Event.HostDrained(null);
                directives.add(new DirectiveRecord(
                        namespace, hostId, n, cause.at(), null, new Directive.TakeInventory("drained")));
            }
            case Command.RemoveHost(var hostId, _) -> {
                ref = new EntityRef(EntityType.HOST, hostId);
                event = new Event.HostRemoved();
                if (tables.get(Keys.entity(namespace, ref)) instanceof Row.EntityRow(_, Host host)) {
                    Host removed = host.edit(edit -> edit.status = HostStatus.REMOVED);
                    rows.put(Keys.entity(namespace, ref), new Row.EntityRow(n, removed));
                    states.put(
                            StateRecord.key(namespace, ref),
                            new Decision.State(n, new StateRecord(namespace, n, removed)));
                }
            }
            case Command.DeleteAgent(var agentId) -> {
                ref = new EntityRef(EntityType.AGENT, agentId);
                event = new Event.AgentDeleted();
                states.put(StateRecord.key(namespace, ref), new Decision.State(n, null));
            }
            case Command.StopSession stop -> {
                var timer = new Row.Timer(
                        namespace,
                        Row.ClockKind.WALL,
                        cause.at().toEpochMilli(),
                        Row.TimerKind.STOP,
                        new EntityRef(EntityType.SESSION, stop.sessionId()),
                        1);
                rows.put(Keys.timer(timer), timer);
            }
            case Command.CancelTask _ -> throw new IllegalStateException("a bug");
            case Command.RetryTask _ -> event = new Event.HostDrained("x".repeat(1_000_000));
            case Command other -> throw new IllegalStateException("not of this test: " + other);
        }
        var record = new EventRecord(namespace, n, 0, ref, cause, event);
        var outcome =
                new Outcome(command.id(), command.id(), namespace, n, cause.at(), true, ref, null, null, null, null);
        return new Decision(namespace, rows, List.of(record), states, directives, outcome);
    }

    @Override
    public Decision reports(Tables tables, ReportBatch batch, Cause cause) {
        long n = newest(tables, batch.namespace()) + 1;
        var ref = new EntityRef(EntityType.HOST, batch.hostId());
        var event = new EventRecord(batch.namespace(), n, 0, ref, cause, new Event.HostReturned());
        return new Decision(
                batch.namespace(), counted(batch.namespace(), n), List.of(event), Map.of(), List.of(), null);
    }

    @Override
    public Decision more(Tables tables, ReportBatch batch, Cause cause) {
        return reports(tables, batch, cause);
    }

    @Override
    public Row.Clock tick(Row.Clock clock, Command.Tick tick, long appendedAt) {
        long now = Math.max(clock.now(), appendedAt);
        long passed = clock.tickedAt() == 0
                ? 0
                : Math.min(now - clock.tickedAt(), 2 * tick.interval().toMillis());
        return new Row.Clock(now, clock.lease() + passed, now, tick.keep());
    }

    @Override
    public List<Due> due(Tables tables, Row.Clock clock, int limit) {
        List<Due> due = new ArrayList<>();
        for (Map.Entry<String, Row> row : tables.scan(Keys.timers(Row.ClockKind.WALL))) {
            if (!(row.getValue() instanceof Row.Timer timer) || timer.due() > clock.now() || due.size() == limit) {
                break;
            }
            due.add(new Due.TimerOver(timer));
        }
        return due;
    }

    @Override
    public Decision due(Tables tables, Due due, Cause cause) {
        long n = newest(tables, due.namespace()) + 1;
        Map<String, @Nullable Row> rows = counted(due.namespace(), n);
        var ref = new EntityRef(EntityType.NAMESPACE, due.namespace());
        if (due instanceof Due.TimerOver(var timer)) {
            if (timer.entity().id().equals("s-broken")) {
                throw new IllegalStateException("a bug");
            }
            rows.put(Keys.timer(timer), null);
            ref = timer.entity();
        }
        var event = new EventRecord(due.namespace(), n, 0, ref, cause, new Event.HostSilent());
        return new Decision(due.namespace(), rows, List.of(event), Map.of(), List.of(), null);
    }

    private static Map<String, @Nullable Row> counted(String namespace, long n) {
        Map<String, @Nullable Row> rows = new HashMap<>();
        rows.put(Keys.counter(namespace), new Row.Counter(n, 0, 0, 0, 0, 0));
        return rows;
    }

    private static long newest(Tables tables, String namespace) {
        return tables.get(Keys.counter(namespace)) instanceof Row.Counter counter ? counter.n() : 0;
    }

    private static Host host(Command.JoinHost join, Cause cause) {
        return new Host(
                join.hostId(),
                join.name(),
                join.publicKey(),
                Map.of(),
                HostStatus.UNREACHABLE,
                false,
                0,
                null,
                null,
                List.of(),
                cause.at(),
                cause.at(),
                cause);
    }
}
