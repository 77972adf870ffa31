package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The log, the processor that decides what stands in it, and the router that brings directives to hosts: at
/// least once, each host's in order. The log and the processor can be away; what was appended is decided in its
/// order.
final class SimLog {
    static final String NAMESPACE = DeciderKit.NAMESPACE;
    private static final Actor ACTOR = new Actor("sim", null, "api-1");

    private static final int INVARIANTS_EVERY = 25;

    private final SimWorld world;
    private final Ledger ledger = new Ledger(false);
    private final Deque<Appended> undecided = new ArrayDeque<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final List<DirectiveRecord> directivesOut = new ArrayList<>();
    private final Map<String, List<DirectiveRecord>> directives = new TreeMap<>();
    private int routed;
    private long offset;
    private long ticks;
    private long lastTick;
    private Duration interval = Duration.ofSeconds(1);
    private int decisions;
    private int silences;

    private Command.Tick.@Nullable Keep keep;

    private boolean up = true;
    private boolean deciding = true;

    private final Set<String> removed = new HashSet<>();

    /// Whether the router runs.
    boolean routing = true;

    private record Appended(long at, long offset, Object record) {}

    SimLog(SimWorld world) {
        this.world = world;
        world.every(250, this::tick);
        world.every(50, this::route);
    }

    MemoryTables tables() {
        return ledger.tables;
    }

    /// How long what is over is kept.
    void keep(Duration sessions, Duration tasks, Duration hosts) {
        keep = new Command.Tick.Keep(sessions, tasks, hosts);
    }

    boolean isMember(String hostId) {
        return !removed.contains(hostId);
    }

    /// How often a host was taken for silent.
    int silences() {
        return silences;
    }

    int decisions() {
        return decisions;
    }

    void agree() {
        ledger.agreeAll();
        Invariants.check(tables(), NAMESPACE);
    }

    void command(String key, Command command) {
        append(new CommandRecord("c-" + offset, NAMESPACE, ACTOR, key, key, command));
    }

    /// What a batch's append came to: the time of the record, or -1 when the log cannot be reached. A host that
    /// was removed may neither write nor read any more.
    long report(ReportBatch batch) {
        return up && isMember(batch.hostId()) ? append(batch) : -1;
    }

    private long append(Object record) {
        offset++;
        undecided.add(new Appended(world.now(), offset, record));
        world.after(1, 40, this::decide);
        return world.now();
    }

    /// Whether records can be appended and read.
    void up(boolean can) {
        world.note(can ? "the log is back" : "the log is away");
        up = can;
        world.after(1, 40, this::decide);
    }

    /// A restart of the processor begins with an idle interval, as one knows nothing of its timers then.
    void processor(boolean runs) {
        world.note(runs ? "processor starts" : "processor stops");
        deciding = runs;
        interval = Duration.ofSeconds(runs ? 5 : 1);
        world.after(1, 40, this::decide);
    }

    private void tick() {
        if (up && deciding && world.now() - lastTick >= (interval.toSeconds() > 1 ? 1000 : interval.toMillis())) {
            lastTick = world.now();
            ticks++;
            append(new Command.Tick(ticks, interval, keep));
            interval = Duration.ofMillis(world.faulty && world.chance(300) ? 250 : 1000);
        }
    }

    private void decide() {
        while (up && deciding && !undecided.isEmpty()) {
            decide(undecided.remove());
        }
    }

    private void decide(Appended appended) {
        Row.Clock clock = tables().get(Keys.CLOCK) instanceof Row.Clock stored ? stored : Row.Clock.START;
        long now = Math.max(clock.now(), appended.at());
        Cause cause = new Cause(
                Cause.Kind.COMMAND,
                "r-" + appended.offset(),
                "record",
                null,
                "log",
                0,
                appended.offset(),
                Instant.ofEpochMilli(now),
                null);
        if (appended.record() instanceof Command.Tick tick) {
            Row.Clock moved = Decider.tick(clock, tick, appended.at());
            tables().put(Keys.CLOCK, moved);
            for (Due due : Decider.due(tables(), moved, 500)) {
                carryOut(Decider.due(tables(), due, cause));
            }
            return;
        }
        tables().put(Keys.CLOCK, clock.at(now));
        if (appended.record() instanceof ReportBatch batch) {
            carryOut(Decider.reports(tables(), batch, cause));
        } else if (appended.record() instanceof CommandRecord command) {
            if (!outcomes.containsKey(command.idempotencyKey())) {
                Decision decision = Decider.command(tables(), command, cause);
                outcomes.put(command.idempotencyKey(), decision.outcome());
                world.note("decided " + command.command() + ": "
                        + (decision.outcome().accepted()
                                ? "accepted"
                                : decision.outcome().message()));
                carryOut(decision);
            }
        }
    }

    private void carryOut(Decision decision) {
        decision.events().forEach(e -> world.note("event " + e.n() + " " + e.entity() + " " + e.event()));
        decision.directives().forEach(d -> world.note("directive " + d.hostId() + "/" + d.seq() + " " + d.directive()));
        silences += (int) decision.events().stream()
                .filter(record -> record.event() instanceof Event.HostSilent)
                .count();
        decision.events().stream()
                .filter(record -> record.event() instanceof Event.HostRemoved)
                .forEach(record -> removed.add(record.entity().id()));
        ledger.carryOut(decision);
        directivesOut.addAll(decision.directives());
        decisions++;
        if (decisions % INVARIANTS_EVERY == 0) {
            Invariants.check(tables(), NAMESPACE);
        }
    }

    /// Copies what is new; a router that starts again copies some of it twice.
    private void route() {
        if (!up || !routing || world.chance(200)) {
            return;
        }
        if (world.fault(20)) {
            routed = Math.max(0, routed - world.random.nextInt(6));
        }
        while (routed < directivesOut.size()) {
            DirectiveRecord directive = directivesOut.get(routed);
            directives
                    .computeIfAbsent(directive.hostId(), _ -> new ArrayList<>())
                    .add(directive);
            routed++;
        }
    }

    /// A host's directives from a place on; empty when the log cannot be reached.
    List<DirectiveRecord> directives(String hostId, int from) {
        List<DirectiveRecord> all = directives.getOrDefault(hostId, List.of());
        return up && isMember(hostId) && from < all.size() ? all.subList(from, all.size()) : List.of();
    }
}
