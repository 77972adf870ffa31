package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All decisions. Pure: no Kafka, no clock, no randomness; `cause.at()` is the only time. A refusal is a
/// decision too. Any exception is a bug of ours.
public final class Decider {
    private Decider() {}

    /// Decides a command of a client. Never called for a [Command.Tick] or a [Command.Lookup].
    public static Decision command(Tables tables, CommandRecord record, Cause cause) {
        Draft draft = new Draft(tables, record.namespace(), cause);
        if (!(record.command() instanceof Command.OpenNamespace)) {
            NamespaceDecider.openIfNew(draft);
        }
        return switch (answer(draft, record)) {
            case Answer.Accepted(var subject, var number) ->
                draft.decision(Outcome.accepted(record, draft.counter().n(), cause.at(), subject, number));
            case Answer.Refused(var code, var field, var message, var subject) -> {
                Draft untouched = new Draft(tables, record.namespace(), cause);
                long n = untouched.counter().n();
                yield untouched.decision(Outcome.refused(record, n, cause.at(), subject, code, field, message));
            }
        };
    }

    private static Answer answer(Draft draft, CommandRecord record) {
        return switch (record.command()) {
            case Command.OpenNamespace c -> NamespaceDecider.open(draft, c);
            case Command.JoinHost c -> HostDecider.join(draft, c);
            case Command.DrainHost c -> HostDecider.drain(draft, c);
            case Command.UndrainHost c -> HostDecider.undrain(draft, c);
            case Command.RemoveHost c -> HostDecider.remove(draft, c);
            case Command.CreateAgent c -> AgentDecider.create(draft, c);
            case Command.UpdateAgent c -> AgentDecider.update(draft, c);
            case Command.DeleteAgent c -> AgentDecider.delete(draft, c);
            case Command.StartSession c -> SessionDecider.start(draft, c);
            case Command.ResumeSession c -> SessionDecider.resume(draft, c);
            case Command.StopSession c -> SessionEnding.stop(draft, c);
            case Command.ResizeSession c -> TerminalDecider.resize(draft, c);
            case Command.MeasureSession c -> Measuring.ask(draft, c);
            case Command.InspectRepository c -> RepositoryDecider.inspect(draft, c);
            case Command.AddWorktree c -> RepositoryDecider.add(draft, c);
            case Command.RemoveWorktree c -> RepositoryDecider.remove(draft, c);
            case Command.SendInput c -> InputDecider.send(draft, c);
            case Command.CancelInput c -> InputDecider.cancel(draft, c);
            case Command.MoveInput c -> InputDecider.move(draft, c);
            case Command.AcquireWriter c ->
                TerminalDecider.acquireWriter(draft, c, record.actor().principal());
            case Command.ReleaseWriter c -> TerminalDecider.releaseWriter(draft, c);
            case Command.CreateTask c -> TaskDecider.create(draft, c);
            case Command.CancelTask c -> TaskDecider.cancel(draft, c);
            case Command.RetryTask c -> TaskDecider.retry(draft, c);
            case Command.PutDocument c -> DocumentDecider.put(draft, c);
            case Command.DeleteDocument c -> DocumentDecider.delete(draft, c);
            case Command.Lookup _, Command.Tick _ ->
                throw new IllegalArgumentException(
                        "not for the decider: " + record.command().getClass().getSimpleName());
        };
    }

    /// Decides a batch whose signature was verified.
    public static Decision reports(Tables tables, ReportBatch batch, Cause cause) {
        Draft draft = new Draft(tables, batch.namespace(), cause);
        ReportDecider.take(draft, batch);
        return draft.decision(null);
    }

    /// Decides some reports of a batch that was decided without them.
    public static Decision more(Tables tables, ReportBatch batch, Cause cause) {
        Draft draft = new Draft(tables, batch.namespace(), cause);
        ReportDecider.more(draft, batch);
        return draft.decision(null);
    }

    /// Moves the partition's clocks to a tick's append time. However seldom ticks come, one counts for less
    /// than a lease, so that the first after an outage leaves hosts the time to report.
    public static Row.Clock tick(Row.Clock clock, Command.Tick tick, long appendedAt) {
        long now = Math.max(clock.now(), appendedAt);
        long passed = clock.tickedAt() == 0 ? 0 : Math.max(0, now - clock.tickedAt());
        long most = Math.min(2 * tick.interval().toMillis(), Host.LEASE.toMillis() / 2);
        long counted = Math.max(0, Math.min(passed, most));
        return new Row.Clock(now, clock.lease() + counted, now, tick.keep());
    }

    /// The timers and leases that are due by the clock, earliest first within each kind; at most `limit`.
    public static List<Due> due(Tables tables, Row.Clock clock, int limit) {
        List<Due> due = new ArrayList<>();
        timers(tables, clock, Row.ClockKind.WALL, limit, due);
        timers(tables, clock, Row.ClockKind.LEASE, limit, due);
        for (Row.Lease lease : tables.leases()) {
            if (due.size() >= limit || lease.expires() > clock.lease()) {
                break;
            }
            due.add(new Due.LeaseOver(lease));
        }
        // Last: what is over can wait, however much of it there is.
        timers(tables, clock, Row.ClockKind.KEPT_SESSIONS, limit, due);
        timers(tables, clock, Row.ClockKind.KEPT_TASKS, limit, due);
        timers(tables, clock, Row.ClockKind.KEPT_HOSTS, limit, due);
        return due;
    }

    private static void timers(Tables tables, Row.Clock clock, Row.ClockKind kind, int limit, List<Due> due) {
        long now = clock.millis(kind);
        for (Map.Entry<String, Row> entry : tables.scan(Keys.timers(kind))) {
            if (due.size() >= limit || !(entry.getValue() instanceof Row.Timer timer) || timer.due() > now) {
                break;
            }
            due.add(new Due.TimerOver(timer));
        }
    }

    /// Decides one of them; the tables are those after the decision of the one before.
    ///
    /// @param tick the cause that the tick's record is
    public static Decision due(Tables tables, Due due, Cause tick) {
        return switch (due) {
            case Due.TimerOver(var timer) -> {
                Draft draft = new Draft(
                        tables, timer.namespace(), timerCause(tick, timer.kind().name(), Keys.timer(timer)));
                TimerDecider.fire(draft, timer);
                yield draft.decision(null);
            }
            case Due.LeaseOver(var lease) -> {
                String key = Keys.lease(lease.namespace(), lease.hostId());
                Draft draft = new Draft(tables, lease.namespace(), timerCause(tick, "LEASE", key));
                HostDecider.silent(draft, lease.hostId());
                yield draft.decision(null);
            }
        };
    }

    private static Cause timerCause(Cause tick, String what, String key) {
        return new Cause(
                Cause.Kind.TIMER, key, what, null, tick.topic(), tick.partition(), tick.offset(), tick.at(), null);
    }
}
