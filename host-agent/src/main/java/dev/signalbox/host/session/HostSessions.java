package dev.signalbox.host.session;

import dev.signalbox.host.driver.HeadlessDriver;
import dev.signalbox.host.driver.SessionDriver;
import dev.signalbox.host.driver.TmuxDriver;
import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.host.session.SessionNote.Prompt;
import dev.signalbox.host.shipping.OutputLog;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of this host. Directives reach it in order and each returns at once: what takes time happens on the
/// session's own threads.
public final class HostSessions implements AutoCloseable {
    private static final Duration RETOLD = Duration.ofHours(1);
    private static final Logger log = LoggerFactory.getLogger(HostSessions.class);

    private final Parts parts;
    private final Map<String, LiveSession> live = new ConcurrentHashMap<>();
    private final List<Consumer<String>> overs = new CopyOnWriteArrayList<>();
    private final Forgetting forgetting;

    /// What every session needs of its host.
    ///
    /// @param spoolQuota bytes of a session that may wait for the log
    /// @param idleAfter the silence after which a session counts as idle whose output tells nothing else
    /// @param environment the host agent's own
    /// @param passedDirective sequence of the newest directive that is never read again
    public record Parts(
            Path dataDirectory,
            long spoolQuota,
            Duration idleAfter,
            Map<String, String> environment,
            Notes notes,
            Map<String, SessionDriver> drivers,
            Preparation preparation,
            Finishing finishing,
            Reporter reporter,
            OutputLog output,
            LongSupplier passedDirective) {

        SessionDriver driver(String name) throws IOException {
            SessionDriver driver = drivers.get(name);
            if (driver == null) {
                throw new IOException("this host has no driver '" + name + "'");
            }
            return driver;
        }

        /// What finds a session again that such a driver started. Without tmux a terminal runs on, unseen.
        SessionDriver finder(String name) throws IOException {
            return driver(drivers.containsKey(name) ? name : HeadlessDriver.NAME);
        }
    }

    public HostSessions(Parts parts) {
        this.parts = parts;
        this.forgetting = new Forgetting(parts);
    }

    /// Finds again what an earlier host agent started; what the record must know follows by [#retell].
    public void recover() throws IOException {
        for (SessionNote note : parts.notes().all()) {
            if (note.forgetAfter() > 0) {
                forgetting.add(note.sessionId(), note.forgetAfter());
            }
            if (!note.done()) {
                live.put(note.sessionId(), LiveSession.recovered(parts, note, this::over));
            }
        }
    }

    /// What there is, for an inventory.
    public List<Report.Found> inventory() {
        List<Report.Found> found = new ArrayList<>();
        live.forEach((id, session) -> found.add(new Report.Found(id, session.epoch(), session.liveness())));
        return found;
    }

    /// Sessions that are over and still take room here, for an inventory.
    public List<String> done() {
        try {
            return parts.notes().all().stream()
                    .filter(note -> note.done() && !live.containsKey(note.sessionId()))
                    .map(SessionNote::sessionId)
                    .limit(Report.MAX_TOLD)
                    .toList();
        } catch (IOException e) {
            log.error("the notes cannot be read: {}", e.getMessage());
            return List.of();
        }
    }

    /// Tells of every session again what an earlier host agent may not have told.
    public void retell() {
        live.values().forEach(LiveSession::retell);
    }

    /// As [#retell], and also of those that are over since a short while: a report may have been lost, which is all
    /// that the record lacks. A loss is noticed with the next report, so it is never an old one that is missing.
    public void retellAll() {
        retell();
        Instant since = Instant.now().minus(RETOLD);
        try {
            for (SessionNote note : parts.notes().all()) {
                boolean lately = note.end() != null && note.end().endedAt().isAfter(since);
                if (note.done() && lately && !live.containsKey(note.sessionId())) {
                    Retelling.over(note, parts.reporter());
                }
            }
        } catch (IOException e) {
            log.error("the notes cannot be read: {}", e.getMessage());
        }
    }

    /// @param directive sequence of the directive
    public void launch(Directive.Launch launch, boolean expired, long directive) throws IOException {
        if (!live.containsKey(launch.sessionId())) {
            forgetting.finish(launch.sessionId(), directive);
        }
        Optional<SessionNote> known = parts.notes().find(launch.sessionId());
        if (known.isPresent() && known.get().epoch() >= launch.epoch()) {
            return;
        }
        if (expired) {
            parts.reporter()
                    .tell(new Report.LaunchFailed(
                            launch.sessionId(),
                            launch.epoch(),
                            ErrorCode.EXPIRED,
                            "the host read the launch after its deadline",
                            null));
            return;
        }
        SessionNote note = new SessionNote(
                launch.sessionId(),
                launch.epoch(),
                launch.spec(),
                launch.spec().interactive() ? TmuxDriver.NAME : HeadlessDriver.NAME,
                null,
                null,
                firstInput(launch),
                0,
                null,
                false,
                0);
        parts.notes().write(note);
        parts.reporter().tell(new Report.LaunchAccepted(launch.sessionId(), launch.epoch()));
        live.put(launch.sessionId(), LiveSession.launched(parts, note, launch, this::over));
    }

    private static Map<String, Prompt> firstInput(Directive.Launch launch) {
        return launch.inputId() == null || launch.prompt() == null
                ? Map.of()
                : Map.of(launch.inputId(), Prompt.waiting(launch.prompt(), 0));
    }

    public void stop(Directive.Stop stop) {
        LiveSession session = live.get(stop.sessionId());
        if (session != null && session.epoch() == stop.epoch()) {
            session.stop(stop.grace(), stop.reason());
        }
    }

    /// @param directive sequence of the directive
    public void deliver(Directive.DeliverInput input, boolean expired, long directive) {
        LiveSession session = live.get(input.sessionId());
        if (session != null && session.knows(input.inputId())) {
            return;
        }
        if (session == null || expired) {
            ErrorCode why = expired ? ErrorCode.EXPIRED : ErrorCode.SESSION_ENDED;
            parts.reporter().tell(new Report.InputRefused(input.sessionId(), input.inputId(), why));
        } else {
            session.deliver(input.inputId(), input.text(), directive);
        }
    }

    public void resize(Directive.Resize resize) {
        LiveSession session = live.get(resize.sessionId());
        if (session != null) {
            session.resize(resize.terminal());
        }
    }

    public void measure(Directive.Measure measure, boolean expired) {
        LiveSession session = live.get(measure.sessionId());
        if (session != null && session.epoch() == measure.epoch() && !expired) {
            session.measure();
        }
    }

    /// A writer got the session's keyboard; a later host agent must know.
    public void grant(String sessionId, long epoch) {
        LiveSession session = live.get(sessionId);
        if (session != null) {
            session.grant(epoch);
        }
    }

    /// The live sessions.
    public List<LiveSession> all() {
        return List.copyOf(live.values());
    }

    /// What is left of a session may go, once it is over.
    ///
    /// @param directive sequence of the directive that says so
    public void forget(String sessionId, long directive) throws IOException {
        forgetting.add(sessionId, directive);
        LiveSession session = live.get(sessionId);
        if (session != null) {
            session.forget(directive);
        } else {
            forgetting.note(sessionId, directive);
        }
    }

    /// Removes what may go. Called now and then.
    public void sweep() {
        forgetting.sweep(live::containsKey);
    }

    /// @param listener told of each session that is over
    public void whenOver(Consumer<String> listener) {
        overs.add(listener);
    }

    /// The live session, null when there is none.
    public @Nullable LiveSession find(String sessionId) {
        return live.get(sessionId);
    }

    /// Leaves all sessions to a later host agent: their processes go on.
    @Override
    public void close() throws IOException {
        for (LiveSession session : live.values()) {
            session.abandon();
        }
    }

    private void over(LiveSession session) {
        live.remove(session.id(), session);
        parts.output().forget(session.id());
        overs.forEach(listener -> listener.accept(session.id()));
        log.atInfo().addKeyValue("sessionId", session.id()).log("session is over");
    }
}
