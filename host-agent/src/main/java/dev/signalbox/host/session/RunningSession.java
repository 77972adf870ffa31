package dev.signalbox.host.session;

import dev.signalbox.host.driver.SessionExit;
import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.TerminalAbilities;
import dev.signalbox.host.provider.Launch;
import dev.signalbox.host.provider.Providers;
import dev.signalbox.host.provider.parse.ItemParser;
import dev.signalbox.host.provider.parse.ParserFactory;
import dev.signalbox.host.session.HostSessions.Parts;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionEnd.WorkspaceResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A session with a process: its output on the way into the log, its prompts on their way in, and somebody who
/// waits for its end.
final class RunningSession {
    private static final Duration LOOK = Duration.ofMinutes(1);

    /// What the main process left running is asked to end, and then killed.
    private static final Duration LEFTOVERS = Duration.ofSeconds(2);

    private final Parts parts;
    private final NoteKeeper note;
    private final SessionHandle handle;
    private final Shipping shipping;
    private final Prompts prompts;
    private final HoldBack holdBack;
    private final Meter meter;
    private final Launch launch;
    private volatile @Nullable Thread waiter;

    /// @param fresh whether no host agent had it before
    RunningSession(
            Parts parts,
            NoteKeeper note,
            ItemReports items,
            Silence silence,
            SessionHandle handle,
            Map<String, String> environment,
            boolean fresh)
            throws IOException {
        SessionNote now = note.now();
        this.parts = parts;
        this.note = note;
        this.handle = handle;
        this.launch = Providers.named(now.spec().provider())
                .flatMap(provider -> provider.launch(now.spec().interactive()))
                .orElseThrow(
                        () -> new IOException("no such provider: " + now.spec().provider()));
        Runnable wrote = () -> {
            if (silence.wrote(System.nanoTime())) {
                parts.reporter().tell(new Report.ActivityChanged(now.sessionId(), Activity.WORKING));
            }
        };
        this.shipping = new Shipping(now.sessionId(), parts.output(), parts.reporter(), (output, before) -> {
            OutputPump pump = new OutputPump(handle, output, parser(launch, now, environment), items, wrote, before);
            if (handle instanceof TerminalAbilities terminal) {
                pump.withKeyframes(terminal);
            }
            return pump;
        });
        this.meter = new Meter(handle);
        this.holdBack = new HoldBack(handle.folder(), handle::signal, shipping::acked, parts.spoolQuota(), fresh);
        this.prompts = new Prompts(note, launch, items, parts.reporter(), handle, parts.passedDirective());
    }

    private static @Nullable ItemParser parser(Launch launch, SessionNote note, Map<String, String> environment) {
        ParserFactory lines = launch.parser();
        ProcessRef process = note.process();
        if (lines == null || process == null) {
            return null;
        }
        var origin = new ParserFactory.Origin(environment, note.spec().resumeNativeId(), process.startedAt());
        return new ItemParser(lines.begin(origin), 0);
    }

    SessionHandle handle() {
        return handle;
    }

    Meter meter() {
        return meter;
    }

    /// Whether its lines tell what it is doing.
    boolean tellsTurns() {
        return launch.parser() != null;
    }

    HoldBack holdBack() {
        return holdBack;
    }

    Prompts prompts() {
        return prompts;
    }

    /// Starts the shipping, and a thread that tells the end.
    ///
    /// @param completed called once the log has the end and all of the output
    void supervise(Supplier<@Nullable String> stopReason, Runnable completed) {
        shipping.start(launch.ownErr());
        waiter = Thread.ofVirtual().name("wait-" + note.now().sessionId()).start(() -> {
            try {
                String id = note.now().sessionId();
                Patience.until(id, "ending the session", () -> end(awaitExit(), stopReason));
                Patience.until(id, "completing the session", () -> complete(completed));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Tells the newest index point again.
    void retell() {
        shipping.retell();
    }

    /// Leaves the session to a later host agent: its process goes on.
    void abandon() throws IOException {
        shipping.abandon();
        Thread waiting = waiter;
        if (waiting != null) {
            waiting.interrupt();
        }
        handle.close();
    }

    private SessionExit awaitExit() throws IOException, InterruptedException {
        while (true) {
            Optional<SessionExit> exit = handle.awaitExit(LOOK);
            if (exit.isPresent()) {
                return exit.get();
            }
        }
    }

    private static void await(CompletableFuture<Void> done) throws InterruptedException, ExecutionException {
        try {
            done.get();
        } catch (CancellationException _) {
            throw new InterruptedException("left to a later host agent");
        }
    }

    /// Tells the end as soon as it is known: only what its lines mean is awaited, not the log.
    private void end(SessionExit exit, Supplier<@Nullable String> stopReason)
            throws IOException, InterruptedException, ExecutionException {
        SessionNote now = note.now();
        SessionEnd end = now.end();
        if (end == null) {
            List<Long> left = handle.stop(LEFTOVERS);
            shipping.processEnded();
            if (launch.parser() != null) {
                await(shipping.read());
            }
            SessionFolder folder = handle.folder();
            long outBytes = SessionFolder.length(folder.out());
            long errBytes = SessionFolder.length(folder.err());
            boolean failed = !(exit instanceof SessionExit.Exited(var code, _)) || code != 0;
            String tail = Ends.tail(launch.ownErr() && failed && errBytes > 0 ? folder.err() : folder.out());
            WorkspaceResult workspace = parts.finishing().finish(now);
            String reason = folder.overdue() ? OutOfContact.REASON : stopReason.get();
            end = Ends.of(exit, reason, outBytes, errBytes, tail, workspace, left);
            SessionEnd noted = end;
            note.change(n -> n.over(noted));
        } else {
            shipping.processEnded();
        }
        parts.reporter()
                .tell(new Report.SessionExited(now.sessionId(), now.epoch(), end))
                .get();
    }

    private void complete(Runnable completed) throws InterruptedException, ExecutionException, IOException {
        await(shipping.done());
        note.change(SessionNote::completed);
        handle.close();
        completed.run();
    }
}
