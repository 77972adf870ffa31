package dev.signalbox.host.session;

import dev.signalbox.host.driver.PersistedHandle;
import dev.signalbox.host.driver.RecoverResult;
import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.StartResult;
import dev.signalbox.host.driver.TerminalAbilities;
import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.session.HostSessions.Parts;
import dev.signalbox.host.session.SessionNote.Prompt;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.SessionEnd;
import java.io.IOException;
import java.time.Duration;
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
    private final Absence absence;
    private final StopOrders stops = new StopOrders();
    private final Silence silence;
    private final ExecutorService mailbox;
    private final boolean fresh;
    private volatile @Nullable SessionHandle found;
    private volatile @Nullable RunningSession running;

    private LiveSession(Parts parts, SessionNote note, Consumer<LiveSession> over) {
        this.parts = parts;
        this.note = new NoteKeeper(parts.notes(), note);
        this.over = over;
        this.items = new ItemReports(note.sessionId(), note.answered(), parts.reporter()::tell);
        this.absence = new Absence(parts, this.note);
        this.fresh = note.process() == null;
        this.silence = new Silence(parts.idleAfter(), fresh, System.nanoTime());
        this.mailbox = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("session-" + note.sessionId()).factory());
    }

    static LiveSession launched(Parts parts, SessionNote note, Directive.Launch launch, Consumer<LiveSession> over) {
        LiveSession session = new LiveSession(parts, note, over);
        session.later(() -> session.launch(launch));
        return session;
    }

    static LiveSession recovered(Parts parts, SessionNote note, Consumer<LiveSession> over) {
        LiveSession session = new LiveSession(parts, note, over);
        session.later(() -> session.find("the host agent ended first"));
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

    private void launch(Directive.Launch launch) throws InterruptedException {
        try {
            start(launch);
            goOn();
        } catch (IOException | RuntimeException e) {
            log.atWarn().addKeyValue("sessionId", id()).log("the start failed: {}", e.toString());
            find(String.valueOf(e.getMessage()));
        }
    }

    private void start(Directive.Launch launch) throws IOException {
        switch (parts.preparation().prepare(launch)) {
            case Preparation.Prepared.Refused(var why) -> neverStarted(why);
            case Preparation.Prepared.Ready(var plan, var line, var place) -> {
                note.change(n -> n.at(place));
                if (stops.reason() != null) {
                    neverStarted(new Refusal(ErrorCode.LAUNCH_FAILED, "stopped before it was started"));
                    return;
                }
                if (OutOfContact.tooLong(launch.spec(), parts.reporter().clock().silence())) {
                    neverStarted(new Refusal(ErrorCode.EXPIRED, OutOfContact.REASON));
                    return;
                }
                switch (parts.driver(note.now().driver()).start(plan)) {
                    case StartResult.NotStarted(var why) -> neverStarted(why);
                    case StartResult.Started(var handle) -> {
                        begin(handle, plan.environment());
                        if (line.nativeSessionId() != null) {
                            items.nativeSession(line.nativeSessionId());
                        }
                    }
                }
            }
        }
    }

    /// Finds what there is of the session: its process may run, whatever failed before.
    ///
    /// @param before what that was, for a session of which there is nothing
    private void find(String before) throws InterruptedException {
        Patience.until(id(), "finding the session", () -> {
            if (running == null) {
                recover(before);
            }
        });
        goOn();
    }

    private void recover(String before) throws IOException, InterruptedException {
        SessionNote now = note.now();
        SessionEnd end = now.end();
        if (end != null && end.code() != null && now.process() == null) {
            completeAfter(absence.tellAgain(end));
            return;
        }
        PersistedHandle persisted =
                new PersistedHandle(now.driver(), now.sessionId(), now.spec().terminalName());
        switch (parts.finder(now.driver()).recover(persisted)) {
            case RecoverResult.Alive(var handle) -> begin(handle, parts.environment());
            case RecoverResult.Exited(var handle, var _) -> begin(handle, parts.environment());
            case RecoverResult.Gone(var reason) -> completeAfter(absence.notFound(before, reason));
        }
    }

    private void begin(SessionHandle handle, Map<String, String> environment) throws IOException {
        found = handle;
        carryOutStop();
        SessionNote now = note.now();
        ProcessRef known = now.process();
        ProcessRef seen = known == null
                ? Processes.ref(handle, now.place())
                : handle instanceof TerminalAbilities terminal ? Processes.shown(known, terminal) : known;
        if (!seen.equals(known)) {
            now = note.change(n -> n.running(seen));
        }
        RunningSession session = new RunningSession(parts, note, items, silence, handle, environment, fresh);
        running = session;
        if (now.end() == null) {
            parts.reporter().tell(new Report.SessionStarted(now.sessionId(), now.epoch(), seen));
        }
        session.supervise(stops::reason, () -> over.accept(this));
    }

    private void goOn() throws InterruptedException {
        RunningSession session = running;
        if (session != null) {
            Patience.until(id(), "bringing its inputs in", session.prompts()::goOn);
        }
    }

    private void neverStarted(Refusal why) {
        completeAfter(absence.neverStarted(why));
    }

    private void completeAfter(CompletableFuture<Void> told) {
        told.thenRun(() -> later(() -> Patience.until(id(), "completing the session", () -> {
            note.change(SessionNote::completed);
            over.accept(this);
        })));
    }

    void deliver(String inputId, String text, long directive) {
        note.change(n -> n.with(inputId, Prompt.waiting(text, directive)));
        later(() -> {
            RunningSession now = running;
            if (now != null) {
                Patience.until(id(), "bringing an input in", () -> now.prompts().bring(inputId));
                tellPane(now.handle());
            }
        });
    }

    /// @param directive sequence of the directive that allows to remove it when it is over
    void forget(long directive) {
        note.change(n -> n.forgotten(directive));
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

    void stop(Duration grace, @Nullable String reason) {
        if (stops.take(grace, reason, System.nanoTime())) {
            carryOutStop();
        }
    }

    private void carryOutStop() {
        SessionHandle handle = found;
        if (handle != null) {
            stops.carryOut(id(), System.nanoTime(), grace -> end(handle, grace));
        }
    }

    private void end(SessionHandle handle, Duration grace) {
        try {
            RunningSession session = running;
            if (session != null) {
                session.holdBack().release();
            }
            handle.stop(grace);
        } catch (IOException | RuntimeException e) {
            log.atError().addKeyValue("sessionId", id()).log("stopping failed: {}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void checkHoldBack() throws IOException {
        RunningSession now = running;
        if (now != null && stops.reason() == null) {
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
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (RejectedExecutionException _) {
            log.atDebug().addKeyValue("sessionId", id()).log("the session is over");
        }
    }
}
