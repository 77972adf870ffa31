package dev.signalbox.processor.decide;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.Report.Found;
import dev.signalbox.schemas.report.Report.Liveness;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.Fingerprint.ProviderFound;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A host agent as the real one is: it notes before it acts, tells in order and at least once, and finds again
/// what it had started. What stands in [Disk] outlives it; the rest is gone when it crashes.
final class SimHost {
    final String id;
    private final SimWorld world;
    private final SimLog log;
    private final SimMachine machine;
    private final Disk disk = new Disk();
    private final int capacity;

    private boolean connected = true;

    private boolean running;
    private long pausedUntil;
    private int life;
    private int place;
    private long seq;
    private long batches;
    private long heardAt;
    private long heardLogTime;
    private @Nullable ReportBatch underWay;
    private final List<Told> underWayTold = new ArrayList<>();
    private final Deque<Told> waiting = new ArrayDeque<>();
    private final Map<String, Duration> stopOrders = new TreeMap<>();
    private boolean reading;

    private record Told(Report report, Runnable then) {}

    /// What is on the disk.
    private static final class Disk {
        long incarnation;
        int place;
        long seq;
        final Map<String, Note> notes = new TreeMap<>();
    }

    private enum Step {
        WAITING,
        WRITING,
        DELIVERED,
        UNKNOWN
    }

    private static final class Note {
        final String sessionId;
        final long epoch;
        final SessionSpec spec;
        final Map<String, Step> inputs = new TreeMap<>();
        boolean process;
        int turns;

        @Nullable
        SessionEnd end;

        boolean failed;
        boolean done;

        Note(String sessionId, long epoch, SessionSpec spec) {
            this.sessionId = sessionId;
            this.epoch = epoch;
            this.spec = spec;
        }
    }

    SimHost(String id, int capacity, SimWorld world, SimLog log, SimMachine machine) {
        this.id = id;
        this.capacity = capacity;
        this.world = world;
        this.log = log;
        this.machine = machine;
        heardAt = world.now();
        log.command("join-" + id, new Command.JoinHost(id, id, "key-" + id, null, Map.of()));
        world.every(2_000, this::heartbeat);
        world.every(1_000, this::watch);
        world.every(200, this::look);
    }

    boolean running() {
        return running;
    }

    /// Does something later if the host agent that means to is still the one, and not before a pause is over.
    private void later(long least, long most, Runnable what) {
        int mine = life;
        world.after(least, most, () -> whenAwake(mine, what));
    }

    private void whenAwake(int mine, Runnable what) {
        if (mine == life && running) {
            if (world.now() < pausedUntil) {
                world.after(pausedUntil - world.now(), pausedUntil - world.now() + 50, () -> whenAwake(mine, what));
            } else {
                what.run();
            }
        }
    }

    void crash() {
        world.note(id + " crashes");
        running = false;
        life++;
    }

    /// Whether it can reach the log.
    void connected(boolean can) {
        world.note(id + (can ? " is connected" : " is cut off"));
        connected = can;
    }

    void pause(long millis) {
        world.note(id + " is paused for " + millis);
        pausedUntil = world.now() + millis;
    }

    /// The machine starts again. @param forgetful whether what was noted is lost with it
    void reboot(boolean forgetful) {
        crash();
        machine.reboot(id);
        if (forgetful) {
            world.note(id + " forgets its notes");
            disk.notes.clear();
            disk.place = place;
            disk.seq = seq;
        }
    }

    void start() {
        if (running) {
            return;
        }
        running = true;
        life++;
        disk.incarnation++;
        world.note(id + " starts as " + disk.incarnation);
        place = disk.place;
        seq = disk.seq;
        batches = 0;
        underWay = null;
        underWayTold.clear();
        waiting.clear();
        stopOrders.clear();
        reading = false;
        heardLogTime = -1;
        List<ProviderFound> providers = List.of(
                new ProviderFound("command", true, true, null, null),
                new ProviderFound("claude", true, true, null, null));
        Fingerprint fingerprint = new Fingerprint("0", "linux", "boot", 1, 1, capacity, List.of("/srv"), providers);
        Runnable recover = () -> List.copyOf(disk.notes.values()).stream()
                .filter(note -> !note.done)
                .forEach(note -> later(0, 300, () -> recover(note)));
        boolean early = world.chance(300);
        if (early) {
            recover.run();
        }
        later(0, 400, () -> {
            tell(new Report.HostStarted(fingerprint, seq, inventory()), () -> reading = true);
            if (!early) {
                recover.run();
            }
        });
    }

    private void recover(Note note) {
        SimMachine.Proc process = machine.find(note.sessionId);
        if (note.done) {
            return;
        }
        if (note.failed) {
            tellFailed(note);
        } else if (process == null) {
            failed(note);
        } else {
            note.process = true;
            if (note.end != null) {
                tellEnd(note);
            } else if (process.alive) {
                tell(started(note));
                goOn(note);
            }
        }
    }

    private List<Found> inventory() {
        List<Found> found = new ArrayList<>();
        for (Note note : disk.notes.values()) {
            if (!note.done) {
                boolean over = note.end != null || note.failed;
                found.add(new Found(
                        note.sessionId,
                        note.epoch,
                        over ? Liveness.EXITED : note.process ? Liveness.ALIVE : Liveness.STARTING));
            }
        }
        return found;
    }

    private static Report started(Note note) {
        return new Report.SessionStarted(note.sessionId, note.epoch, KitHost.process());
    }

    private void heartbeat() {
        if (running && world.now() >= pausedUntil && waiting.size() < 20) {
            tell(new Report.Heartbeat());
        }
    }

    private void tell(Report report) {
        tell(report, () -> {});
    }

    private void tell(Report report, Runnable then) {
        waiting.add(new Told(report, then));
        later(0, 20, this::send);
    }

    private void send() {
        if (underWay != null || waiting.isEmpty()) {
            return;
        }
        while (!waiting.isEmpty() && underWayTold.size() < 4) {
            underWayTold.add(waiting.remove());
        }
        batches++;
        underWay = new ReportBatch(
                SimLog.NAMESPACE,
                id,
                disk.incarnation,
                id + "-" + disk.incarnation,
                batches,
                underWayTold.stream().map(Told::report).toList());
        transmit(underWay);
    }

    /// The batch travels by itself: it may arrive although its sender has crashed, and its answer may be lost.
    private void transmit(ReportBatch batch) {
        int mine = life;
        world.after(1, world.fault(30) ? 4_000 : 30, () -> {
            long at = connected ? log.report(batch) : -1;
            if (at < 0 || world.fault(40)) {
                world.after(500, 1_500, () -> whenAwake(mine, () -> transmit(batch)));
            } else {
                world.after(1, 30, () -> whenAwake(mine, () -> acknowledged(at)));
            }
        });
    }

    private void acknowledged(long at) {
        endLeashed();
        heardAt = world.now();
        heardLogTime = at;
        List<Told> told = List.copyOf(underWayTold);
        underWayTold.clear();
        underWay = null;
        told.forEach(one -> one.then().run());
        send();
    }

    /// Reads directives, and looks how its processes do.
    private void look() {
        if (!running || world.now() < pausedUntil) {
            return;
        }
        if (reading && connected) {
            List<DirectiveRecord> next = log.directives(id, place);
            for (DirectiveRecord directive : next.subList(0, Math.min(next.size(), 1 + world.random.nextInt(5)))) {
                place++;
                if (running && directive.seq() > seq) {
                    if (directive.seq() != seq + 1) {
                        tell(new Report.DirectiveGap(seq + 1, directive.seq()));
                    }
                    apply(directive);
                    seq = directive.seq();
                }
            }
            if (world.chance(700)) {
                disk.place = place;
                disk.seq = seq;
            }
        }
        for (Note note : disk.notes.values()) {
            SimMachine.Proc process = machine.find(note.sessionId);
            if (process != null && note.process && !note.done && note.end == null) {
                tellTurns(note, process);
                if (!process.alive) {
                    ended(note, process);
                }
            }
        }
    }

    private void tellTurns(Note note, SimMachine.Proc process) {
        if (note.spec.provider().equals("claude") && note.turns < process.turns) {
            int turns = process.turns;
            tell(
                    new Report.TurnEnded(note.sessionId, new Item.Result(true, "done", null, null, null), turns),
                    () -> note.turns = Math.max(note.turns, turns));
        }
    }

    private void ended(Note note, SimMachine.Proc process) {
        note.end = new SessionEnd(
                Instant.ofEpochMilli(world.now()),
                true,
                process.exitCode,
                null,
                null,
                null,
                0,
                0,
                null,
                null,
                List.of());
        tellEnd(note);
    }

    private void tellEnd(Note note) {
        tell(new Report.SessionExited(note.sessionId, note.epoch, note.end), () -> note.done = true);
    }

    private void apply(DirectiveRecord record) {
        long logTime = heardLogTime + world.now() - heardAt;
        boolean expired =
                record.notAfter() != null && logTime > record.notAfter().toEpochMilli();
        switch (record.directive()) {
            case Directive.Launch launch -> launch(launch, expired);
            case Directive.Stop stop -> stop(stop.sessionId(), stop.epoch(), stop.grace());
            case Directive.DeliverInput input -> deliver(input, expired);
            case Directive.Fence(var incarnation, _) -> {
                if (incarnation > disk.incarnation) {
                    crash();
                }
            }
            case Directive.TakeInventory _ -> tell(new Report.Inventory(seq, inventory()));
            case Directive.Forget(var sessionId) -> {
                Note note = disk.notes.get(sessionId);
                if (note != null && (note.done || note.failed)) {
                    disk.notes.remove(sessionId);
                }
            }
            case Directive.InspectRepository wish ->
                tell(new Report.RepositoryInspected(wish.path(), wish.path(), "main", List.of()));
            case Directive.AddWorktree wish ->
                tell(new Report.WorktreeFailed(
                        wish.repositoryId(), wish.operation(), wish.path(), ErrorCode.WORKTREE_REFUSED, "not here"));
            case Directive.RemoveWorktree wish ->
                tell(new Report.WorktreeRemoved(wish.repositoryId(), wish.operation(), wish.path()));
            case Directive.Measure(var sessionId, var epoch) -> {
                SimMachine.Proc process = machine.find(sessionId);
                if (process != null && process.alive && !expired) {
                    tell(new Report.SessionMeasured(sessionId, epoch, 1, 0.5, 1));
                }
            }
            case Directive.Resize _, Directive.GrantWriter _ -> {}
        }
    }

    private void launch(Directive.Launch launch, boolean expired) {
        Note known = disk.notes.get(launch.sessionId());
        if (known != null && known.epoch >= launch.epoch()) {
            return;
        }
        if (expired) {
            tell(new Report.LaunchFailed(launch.sessionId(), launch.epoch(), ErrorCode.EXPIRED, "too late", null));
            return;
        }
        Note note = new Note(launch.sessionId(), launch.epoch(), launch.spec());
        if (launch.inputId() != null) {
            note.inputs.put(launch.inputId(), Step.WAITING);
        }
        disk.notes.put(note.sessionId, note);
        tell(new Report.LaunchAccepted(note.sessionId, note.epoch));
        later(10, world.fault(60) ? 200_000 : 1_500, () -> startProcess(note));
    }

    private void startProcess(Note note) {
        endLeashed();
        if (world.chance(40) || stopOrders.containsKey(note.sessionId)) {
            failed(note);
            return;
        }
        machine.start(note.sessionId, id, note.spec, rivals(note.sessionId));
        later(1, 60, () -> {
            note.process = true;
            tell(started(note));
            if (note.spec.provider().equals("claude")) {
                tell(new Report.NativeSessionFound(note.sessionId, "native-" + note.sessionId, null));
            }
            goOn(note);
            Duration grace = stopOrders.get(note.sessionId);
            if (grace != null) {
                stop(note.sessionId, note.epoch, grace);
            }
        });
    }

    private List<String> rivals(String sessionId) {
        List<Session> sessions = log.tables().all(Session.class, SimLog.NAMESPACE);
        String agent = sessions.stream()
                .filter(one -> one.id().equals(sessionId))
                .map(Session::agentId)
                .findFirst()
                .orElse("");
        return sessions.stream()
                .filter(one -> one.agentId().equals(agent) && !one.id().equals(sessionId))
                .map(Session::id)
                .toList();
    }

    private void failed(Note note) {
        note.failed = true;
        tellFailed(note);
    }

    private void tellFailed(Note note) {
        tell(
                new Report.LaunchFailed(note.sessionId, note.epoch, ErrorCode.LAUNCH_FAILED, "it would not", null),
                () -> note.done = true);
    }

    private void stop(String sessionId, long epoch, Duration grace) {
        Note note = disk.notes.get(sessionId);
        if (note != null && note.epoch == epoch && !note.done) {
            stopOrders.put(sessionId, grace);
            if (note.process) {
                later(10, 10 + grace.toMillis(), () -> machine.end(sessionId, 143));
            }
        }
    }

    private void deliver(Directive.DeliverInput input, boolean expired) {
        Note note = disk.notes.get(input.sessionId());
        if (note == null || note.done || expired) {
            ErrorCode why = expired ? ErrorCode.EXPIRED : ErrorCode.SESSION_ENDED;
            tell(new Report.InputRefused(input.sessionId(), input.inputId(), why));
        } else if (note.inputs.putIfAbsent(input.inputId(), Step.WAITING) == null && note.process) {
            write(note, input.inputId());
        }
    }

    private void goOn(Note note) {
        note.inputs.forEach((inputId, step) -> {
            switch (step) {
                case WAITING -> write(note, inputId);
                case WRITING -> {
                    note.inputs.put(inputId, Step.UNKNOWN);
                    tell(new Report.InputUnknown(note.sessionId, inputId));
                }
                case DELIVERED -> tell(new Report.InputDelivered(note.sessionId, inputId));
                case UNKNOWN -> tell(new Report.InputUnknown(note.sessionId, inputId));
            }
        });
    }

    private void write(Note note, String inputId) {
        later(1, 200, () -> {
            if (note.inputs.get(inputId) != Step.WAITING) {
                return;
            }
            note.inputs.put(inputId, Step.WRITING);
            later(0, 30, () -> {
                Step step = machine.write(note.sessionId, inputId) ? Step.DELIVERED : Step.UNKNOWN;
                later(0, 30, () -> {
                    note.inputs.put(inputId, step);
                    tell(
                            step == Step.DELIVERED
                                    ? new Report.InputDelivered(note.sessionId, inputId)
                                    : new Report.InputUnknown(note.sessionId, inputId));
                });
            });
        });
    }

    /// Processes that must not outlive the contact with the log are ended, by the shim if the host agent is
    /// away.
    private void watch() {
        leashed().forEach(note -> world.after(0, 10_000, () -> machine.end(note.sessionId, 143)));
    }

    /// A host agent that was away itself sees only when contact returns, or before it starts something, that it
    /// had been lost for too long.
    private void endLeashed() {
        leashed().forEach(note -> stop(note.sessionId, note.epoch, Duration.ZERO));
    }

    private List<Note> leashed() {
        return disk.notes.values().stream()
                .filter(note -> {
                    Duration leash = SimMachine.leash(note.spec);
                    return leash != null && !note.done && world.now() - heardAt > leash.toMillis();
                })
                .toList();
    }
}
