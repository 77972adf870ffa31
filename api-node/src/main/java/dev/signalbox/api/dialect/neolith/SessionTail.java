package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.OutputStep;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.text.Utf8;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One session's output on its way to one client, and what became of the tasks that the client gave it. A
/// turn ends in the output and in the record; the place in the output at which it ended joins the two, and
/// the record says whose turn it was.
final class SessionTail {
    private static final Duration LOOK = Duration.ofMillis(500);

    /// How long the record of a turn's end may be behind the output, or before it.
    private static final Duration JOIN = Duration.ofSeconds(10);

    private final Daemon daemon;
    private final String sessionId;
    private final boolean structured;
    private final OutputFeed feed;
    private final Outlet outlet;
    private final BiConsumer<String, SessionTail> onOver;
    private final TurnTranslation translation;
    private final Utf8 bytes = new Utf8();
    private final Assignments assignments = new Assignments();
    private final Thread thread = Thread.ofVirtual().name("neolith-tail").unstarted(this::run);
    private @Nullable Assignment first;
    private volatile boolean begun;
    private volatile boolean over;

    private SessionTail(
            Daemon daemon, Session session, OutputFeed feed, Outlet outlet, BiConsumer<String, SessionTail> onOver) {
        this.daemon = daemon;
        this.sessionId = session.id();
        this.structured = session.spec().tellsTurns();
        this.feed = feed;
        this.outlet = outlet;
        this.onOver = onOver;
        this.translation = new TurnTranslation(session.id());
    }

    /// Holds its place in the output from now on; it says nothing until [#begin].
    static SessionTail open(
            Daemon daemon,
            String namespace,
            Session session,
            Start start,
            Outlet outlet,
            BiConsumer<String, SessionTail> onOver)
            throws InterruptedException {
        OutputFeed feed = daemon.core().output().open(namespace, session.id(), start, true);
        return new SessionTail(daemon, session, feed, outlet, onOver);
    }

    void assign(Assignment assignment) {
        assignments.add(assignment);
    }

    void sent(String inputId) {
        assignments.sent(inputId);
    }

    void forget(Assignment assignment) {
        var _ = assignments.remove(assignment.inputId());
    }

    void turnEnded(Event.SessionTurnEnded ended) {
        assignments.turnEnded(ended, System.nanoTime());
    }

    /// A program without structure fell silent: as much of an end as its turns have.
    void fellSilent() throws InterruptedException {
        if (!structured && begun) {
            outlet.sendAll(translation.over());
            for (Assignment one : assignments.takeSent()) {
                outlet.send(Frames.completed(sessionId, one, Map.of("success", true)));
            }
        }
    }

    /// An input never began a turn.
    void lost(String inputId, String why) throws InterruptedException {
        Assignment assignment = assignments.remove(inputId);
        if (assignment != null) {
            outlet.send(Frames.failed(sessionId, assignment, why));
        }
    }

    /// The task that the session was spawned with: it is told when the session runs, which is when
    /// [#begin] is called.
    void spawnedWith(Assignment assignment) {
        assignments.add(assignment);
        first = assignment;
    }

    /// Tells what the output says from its place on; once.
    synchronized void begin() throws InterruptedException {
        if (!begun) {
            begun = true;
            if (first != null) {
                outlet.send(Frames.executing(sessionId, first));
            }
            thread.start();
        }
    }

    /// As [#begin], but for one that was spawned and does not run yet.
    void beginUnlessSpawned() throws InterruptedException {
        if (first == null) {
            begin();
        }
    }

    boolean over() {
        return over;
    }

    void close() {
        over = true;
        feed.close();
        thread.interrupt();
    }

    private void run() {
        try (feed) {
            while (!over) {
                step(feed.next(LOOK));
            }
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Closed.
        } catch (RefusedException e) {
            failed(e.refusal().message());
        } catch (RuntimeException e) {
            if (!over) {
                outlet.fault("the output of a session could not be told", e);
            }
        } finally {
            over = true;
            onOver.accept(sessionId, this);
        }
    }

    private void failed(String why) {
        try {
            outlet.sendAll(translation.over());
            for (Assignment one : assignments.takeAll()) {
                outlet.send(Frames.failed(sessionId, one, why));
            }
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Nobody is there to be told.
        }
    }

    private void step(OutputStep step) throws InterruptedException {
        switch (step) {
            case OutputStep.Output(var record, _, _) -> output(record);
            case OutputStep.End(var session, _, _) -> end(session);
            case OutputStep.Gap(var first, var last, var _, var _, var _) ->
                outlet.send(
                        Frames.error("Output of the session is missing: records " + first + " to " + last, sessionId));
            case OutputStep.Idle _, OutputStep.CaughtUp _ ->
                settle(assignments.olderThan(System.nanoTime() - JOIN.toNanos()));
        }
    }

    private void output(OutputRecord record) throws InterruptedException {
        boolean streaming = assignments.streaming();
        if (record.kind() == OutputRecord.Kind.BYTES) {
            if (!structured && record.stream() == OutputRecord.Stream.OUT) {
                outlet.sendAll(translation.text(bytes.decode(record.value()), streaming));
            }
            return;
        }
        Item item;
        try {
            item = Json.decode(record.value(), Item.class);
        } catch (MalformedException e) {
            return;
        }
        Instant now = daemon.options().clock().instant();
        outlet.sendAll(translation.item(item, streaming, now));
        if (item instanceof Item.Result result) {
            settle(assignments.awaitTurn(record.streamByte(), result, JOIN));
        }
    }

    private void settle(List<Assignments.Settled> settled) throws InterruptedException {
        for (Assignments.Settled one : settled) {
            Item.Result result = one.result();
            outlet.send(
                    result.success()
                            ? Frames.completed(sessionId, one.assignment(), result(result))
                            : Frames.failed(sessionId, one.assignment(), result.text()));
        }
    }

    private static Map<String, Object> result(Item.Result result) {
        Item.Usage usage = result.usage();
        return Frames.members(
                "success",
                true,
                "output",
                result.text(),
                "duration",
                result.durationMs(),
                "tokensUsed",
                usage == null ? null : usage.inputTokens() + usage.outputTokens());
    }

    private void end(Session session) throws InterruptedException {
        outlet.sendAll(translation.over());
        settle(assignments.olderThan(Long.MAX_VALUE));
        String status = SessionMapping.status(session);
        for (Assignment one : assignments.takeAll()) {
            boolean done = !structured && status.equals("completed");
            outlet.send(
                    done
                            ? Frames.completed(sessionId, one, Map.of("success", true, "exitCode", 0))
                            : Frames.failed(sessionId, one, why(session, status)));
        }
        over = true;
    }

    private static String why(Session session, String status) {
        var end = session.end();
        String reason = end == null ? null : end.reason();
        return "Session " + session.id() + " is not running (status: " + status + ")"
                + (reason == null ? "" : ": " + reason);
    }
}
