package dev.signalbox.host.session;

import dev.signalbox.host.driver.PersistedHandle;
import dev.signalbox.host.driver.RecoverResult;
import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.StartResult;
import dev.signalbox.host.driver.TerminalAbilities;
import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.session.HostSessions.Parts;
import dev.signalbox.host.session.SessionNote.Prompt;
import dev.signalbox.host.shipping.SessionOutput;
import dev.signalbox.host.shipping.Shipped;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.SessionEnd;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session of this host, from its launch or its recovery to the moment when the log has all of it. What it is
/// told happens on threads of its own: one for prompts and sizes, in order; one for a stop, which waits for
/// nothing.
public final class LiveSession {
    private static final Logger log = LoggerFactory.getLogger(LiveSession.class);

    private final Parts parts;
    private final NoteKeeper note;
    private final Consumer<LiveSession> over;
    private final ItemReports items;
    private final Silence silence;
    private final ExecutorService mailbox;
    private volatile @Nullable RunningSession running;
    private @Nullable StopOrder stopOrder;
    private @Nullable Thread stopping;

    private record StopOrder(Duration grace, @Nullable String reason) {}

    private LiveSession(Parts parts, SessionNote note, Consumer<LiveSession> over) {
        this.parts = parts;
        this.note = new NoteKeeper(parts.notes(), note);
        this.over = over;
        this.items = new ItemReports(note.sessionId(), parts.reporter());
        this.silence = new Silence(parts.idleAfter(), note.process() == null, System.nanoTime());
        this.mailbox = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("session-" + note.sessionId()).factory());
    }

    static LiveSession launched(Parts parts, SessionNote note, Directive.Launch launch, Consumer<LiveSession> over) {
        LiveSession session = new LiveSession(parts, note, over);
        session.later(() -> session.start(launch));
        return session;
    }

    static LiveSession recovered(Parts parts, SessionNote note, Consumer<LiveSession> over) {
        LiveSession session = new LiveSession(parts, note, over);
        session.later(session::recover);
        return session;
    }

    String id() {
        return note.now().sessionId();
    }

    public long epoch() {
        return note.now().epoch();
    }

    Report.Liveness liveness() {
        SessionNote now = note.now();
        return now.end() != null
                ? Report.Liveness.EXITED
                : now.process() != null ? Report.Liveness.ALIVE : Report.Liveness.STARTING;
    }

    public SessionNote note() {
        return note.now();
    }

    /// Its process, null before the start.
    public @Nullable SessionHandle handle() {
        RunningSession now = running;
        return now == null ? null : now.handle();
    }

    void retell() {
        SessionNote now = note.now();
        Retelling.start(now, parts.reporter());
        Retelling.inputs(now, parts.reporter());
        items.retell();
        RunningSession session = running;
        if (session != null) {
            session.retell();
        }
        SessionEnd end = now.end();
        if (end != null) {
            Retelling.end(now, end, parts.reporter());
        }
    }

    /// Whether a prompt came before.
    boolean knows(String inputId) {
        return note.now().inputs().containsKey(inputId);
    }

    private void start(Directive.Launch launch) throws IOException, InterruptedException {
        switch (parts.preparation().prepare(launch)) {
            case Preparation.Prepared.Refused(var why) -> neverStarted(why, null);
            case Preparation.Prepared.Ready(var plan, var line, var place) -> {
                note.change(n -> n.at(place));
                if (stopRequested()) {
                    neverStarted(new Refusal(ErrorCode.LAUNCH_FAILED, "", "stopped before it was started"), null);
                    return;
                }
                if (OutOfContact.tooLong(launch.spec(), parts.reporter().clock().silence())) {
                    neverStarted(new Refusal(ErrorCode.EXPIRED, "", OutOfContact.REASON), null);
                    return;
                }
                switch (parts.driver(note.now().driver()).start(plan)) {
                    case StartResult.NotStarted(var why) -> neverStarted(why, null);
                    case StartResult.Started(var handle) -> {
                        begin(handle, false, plan.environment());
                        if (line.nativeSessionId() != null) {
                            items.nativeSession(line.nativeSessionId());
                        }
                    }
                }
            }
        }
    }

    private void recover() throws IOException, InterruptedException {
        SessionNote before = note.now();
        SessionEnd end = before.end();
        if (end != null && end.code() != null && before.process() == null) {
            tellNeverStarted(end);
            return;
        }
        PersistedHandle persisted = new PersistedHandle(
                before.driver(), before.sessionId(), before.spec().terminalName());
        switch (parts.driver(before.driver()).recover(persisted)) {
            case RecoverResult.Alive(var handle) -> begin(handle, true, parts.environment());
            case RecoverResult.Exited(var handle, var _) -> begin(handle, true, parts.environment());
            case RecoverResult.Gone(var reason) -> {
                if (before.process() == null) {
                    neverStarted(
                            new Refusal(ErrorCode.LAUNCH_FAILED, "", "the host agent ended first; " + reason), null);
                } else {
                    vanished(end, reason);
                }
            }
        }
    }

    private void begin(SessionHandle handle, boolean again, Map<String, String> environment)
            throws IOException, InterruptedException {
        SessionNote now = note.now();
        ProcessRef known = now.process();
        ProcessRef seen = known == null
                ? Processes.ref(handle, now.place())
                : handle instanceof TerminalAbilities terminal ? Processes.shown(known, terminal) : known;
        if (!seen.equals(known)) {
            now = note.change(n -> n.running(seen));
        }
        RunningSession session = new RunningSession(parts, note, items, silence, handle, environment);
        running = session;
        if (now.end() == null) {
            parts.reporter().tell(new Report.SessionStarted(now.sessionId(), now.epoch(), seen));
        }
        session.supervise(this::stopReason, () -> over.accept(this));
        if (stopRequested()) {
            stopNow();
        }
        if (again || !now.inputs().isEmpty()) {
            session.prompts().goOn();
        }
    }

    private void neverStarted(Refusal why, @Nullable String tail) {
        SessionEnd end =
                new SessionEnd(Instant.now(), true, null, null, why.code(), why.message(), 0, 0, tail, null, List.of());
        note.change(n -> n.over(end));
        tellNeverStarted(end);
    }

    private void tellNeverStarted(SessionEnd end) {
        Retelling.end(note.now(), end, parts.reporter()).thenRun(this::complete);
    }

    /// Its folder is gone, and with it whatever of its output the log has not got.
    private void vanished(@Nullable SessionEnd known, String reason) throws InterruptedException {
        Shipped shipped = parts.output().shipped(id());
        SessionEnd end = known != null
                ? known
                : new SessionEnd(
                        Instant.now(),
                        true,
                        null,
                        null,
                        null,
                        reason,
                        shipped.outByte(),
                        shipped.errByte(),
                        null,
                        null,
                        List.of());
        SessionNote now = note.change(n -> n.over(end));
        CompletableFuture<Void> closed =
                new SessionOutput(parts.output(), id(), parts.reporter()).end(shipped.outByte());
        Retelling.end(now, end, parts.reporter()).thenCompose(_ -> closed).thenRun(this::complete);
    }

    private void complete() {
        note.change(SessionNote::completed);
        over.accept(this);
    }

    void deliver(String inputId, String text, long directive) {
        note.change(n -> n.with(inputId, Prompt.waiting(text, directive)));
        later(() -> {
            RunningSession now = running;
            if (now != null) {
                now.prompts().deliver(inputId);
                tellPane(now.handle());
            }
        });
    }

    void grant(long writerEpoch) {
        note.change(n -> n.writer(writerEpoch));
    }

    void resize(TerminalSize size) {
        later(() -> {
            if (handle() instanceof TerminalAbilities terminal) {
                terminal.resize(size);
                tellPane(terminal);
            }
        });
    }

    /// A screen that had to be built again has another pane.
    private void tellPane(Object handle) {
        SessionNote now = note.now();
        ProcessRef process = now.process();
        if (!(handle instanceof TerminalAbilities terminal) || process == null || now.end() != null) {
            return;
        }
        ProcessRef shown = Processes.shown(process, terminal);
        if (!shown.equals(process)) {
            note.change(n -> n.running(shown));
            parts.reporter().tell(new Report.SessionStarted(now.sessionId(), now.epoch(), shown));
        }
    }

    synchronized void stop(Duration grace, @Nullable String reason) {
        stopOrder = new StopOrder(grace, reason);
        if (running != null) {
            stopNow();
        }
    }

    private synchronized boolean stopRequested() {
        return stopOrder != null;
    }

    private synchronized @Nullable String stopReason() {
        return stopOrder == null ? null : stopOrder.reason() == null ? "stopped" : stopOrder.reason();
    }

    /// A later order, usually a harder one, takes the place of one that still waits out its grace.
    private synchronized void stopNow() {
        StopOrder order = stopOrder;
        RunningSession session = running;
        if (order == null || session == null) {
            return;
        }
        if (stopping != null) {
            stopping.interrupt();
        }
        stopping = Thread.ofVirtual().name("stop-" + id()).start(() -> {
            try {
                session.holdBack().release();
                session.handle().stop(order.grace());
            } catch (IOException e) {
                log.atError().addKeyValue("sessionId", id()).log("stopping failed: {}", e.getMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void checkHoldBack() throws IOException {
        RunningSession now = running;
        if (now != null && stopReason() == null) {
            now.holdBack().check();
        }
    }

    /// Tells what its processes use; not twice at once.
    void measure() {
        RunningSession now = running;
        if (now != null && note.now().end() == null) {
            now.meter()
                    .read(measured -> parts.reporter()
                            .tell(new Report.SessionMeasured(
                                    id(),
                                    epoch(),
                                    measured.memoryBytes(),
                                    measured.cpuPercent(),
                                    measured.processes())));
        }
    }

    /// Tells once that a session is idle whose silence is all that tells.
    void checkSilence() {
        RunningSession now = running;
        Duration quiet =
                now == null || now.tellsTurns() || note.now().end() != null ? null : silence.lasting(System.nanoTime());
        if (quiet != null) {
            parts.reporter().tell(new Report.ActivityChanged(id(), Activity.IDLE, quiet));
        }
    }

    /// Leaves the session to a later host agent: its process goes on.
    void abandon() throws IOException {
        mailbox.shutdownNow();
        RunningSession now = running;
        if (now != null) {
            now.abandon();
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void later(Step step) {
        try {
            mailbox.execute(() -> {
                try {
                    step.run();
                } catch (IOException | RuntimeException e) {
                    log.atError().addKeyValue("sessionId", id()).log("a step of the session failed: {}", e.toString());
                    if (note.now().process() == null && note.now().end() == null) {
                        neverStarted(new Refusal(ErrorCode.LAUNCH_FAILED, "", String.valueOf(e.getMessage())), null);
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (RejectedExecutionException _) {
            log.atDebug().addKeyValue("sessionId", id()).log("the session is over");
        }
    }
}
