package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a host tells of its sessions. A report of a session that is another host's, of an older launch, or of
/// one that is over changes nothing.
final class SessionReports {
    private SessionReports() {}

    private static @Nullable Session live(Draft draft, String hostId, String sessionId) {
        Session session = SessionDecider.find(draft, sessionId);
        return session != null
                        && hostId.equals(session.hostId())
                        && !session.status().terminal()
                ? session
                : null;
    }

    private static @Nullable Session live(Draft draft, String hostId, String sessionId, long epoch) {
        Session session = live(draft, hostId, sessionId);
        return session != null && session.epoch() == epoch ? session : null;
    }

    static void launchAccepted(Draft draft, String hostId, Report.LaunchAccepted report) {
        Session session = live(draft, hostId, report.sessionId(), report.epoch());
        boolean awaited = session != null
                && (session.status() == SessionStatus.PLACED || wasWhenSilent(session, SessionStatus.PLACED));
        if (session != null && awaited) {
            draft.emit(session.ref(), new Event.SessionStarting());
        }
    }

    static void started(Draft draft, String hostId, Report.SessionStarted report) {
        Session session = live(draft, hostId, report.sessionId(), report.epoch());
        if (session == null) {
            if (!endIsProven(draft, hostId, report.sessionId(), report.epoch())) {
                Reconciling.reap(draft, hostId, report.sessionId(), report.epoch());
            }
            return;
        }
        switch (session.status()) {
            case PLACED, STARTING -> running(draft, session, report);
            case UNKNOWN -> {
                if (session.process() == null && !SessionEnding.stopping(session)) {
                    running(draft, session, report);
                } else {
                    found(draft, session);
                }
            }
            case RUNNING -> {
                if (shownAnew(session.process(), report.process())) {
                    draft.emit(session.ref(), new Event.SessionRunning(report.process()));
                }
            }
            case REQUESTED, STOPPING, ENDED, FAILED_TO_START, SUSPENDED, LOST -> {}
        }
    }

    /// Whether it is the same process in another pane, as after the end of the tmux that showed it.
    private static boolean shownAnew(@Nullable ProcessRef before, ProcessRef now) {
        return before != null
                && before.pid() == now.pid()
                && before.startTicks() == now.startTicks()
                && before.bootId().equals(now.bootId())
                && !Objects.equals(before.tmuxPane(), now.tmuxPane());
    }

    /// A host tells again what it has told, also of what has ended since.
    private static boolean endIsProven(Draft draft, String hostId, String sessionId, long epoch) {
        Session session = SessionDecider.find(draft, sessionId);
        return session != null
                && hostId.equals(session.hostId())
                && session.epoch() == epoch
                && (session.status() == SessionStatus.ENDED || session.status() == SessionStatus.SUSPENDED);
    }

    private static void running(Draft draft, Session session, Report.SessionStarted report) {
        draft.emit(session.ref(), new Event.SessionRunning(report.process()));
        if (session.spec().silentHost().action() != SilentHostPolicy.Action.REPLACE) {
            draft.put(Keys.secrets(draft.namespace(), session.id()), null);
        }
        RepositoryDecider.worktreeMade(draft, session);
        if (session.taskId() != null && session.attempt() != null) {
            TaskDecider.running(draft, session.taskId(), session.attempt());
        }
        InputDecider.pump(draft, session.id());
    }

    private static boolean wasWhenSilent(Session session, SessionStatus status) {
        return session.status() == SessionStatus.UNKNOWN
                && session.silence() != null
                && session.silence().was() == status;
    }

    /// The host has the session, or is starting it. If the host had fallen silent, how it ends or starts is
    /// awaited anew.
    static void found(Draft draft, Session session) {
        if (session.status() == SessionStatus.PLACED) {
            draft.emit(session.ref(), new Event.SessionStarting());
        }
        if (session.status() != SessionStatus.UNKNOWN) {
            return;
        }
        if (SessionEnding.stopping(session)) {
            draft.emit(session.ref(), new Event.SessionFound(SessionStatus.STOPPING));
            SessionEnding.awaitStop(draft, session, Duration.ZERO);
        } else if (session.process() != null) {
            draft.emit(session.ref(), new Event.SessionFound(SessionStatus.RUNNING));
            InputDecider.pump(draft, session.id());
        } else {
            draft.emit(session.ref(), new Event.SessionFound(SessionStatus.STARTING));
            Launching.awaitStart(draft, session, session.epoch());
        }
    }

    static void launchFailed(Draft draft, String hostId, Report.LaunchFailed report) {
        Session session = live(draft, hostId, report.sessionId(), report.epoch());
        if (session != null && session.status().canBecome(SessionStatus.FAILED_TO_START)) {
            SessionEnd end = new SessionEnd(
                    draft.now(),
                    true,
                    null,
                    null,
                    report.code(),
                    report.message(),
                    0,
                    0,
                    report.tail(),
                    null,
                    List.of());
            SessionEnding.end(draft, session, SessionStatus.FAILED_TO_START, end);
        }
    }

    static void nativeFound(Draft draft, String hostId, Report.NativeSessionFound report) {
        Session session = live(draft, hostId, report.sessionId());
        if (session != null && !report.nativeSessionId().equals(session.nativeSessionId())) {
            draft.emit(session.ref(), new Event.SessionNativeFound(report.nativeSessionId(), report.model()));
        }
    }

    static void ready(Draft draft, String hostId, Report.SessionReady report) {
        Session session = live(draft, hostId, report.sessionId());
        if (session != null && session.readyAt() == null) {
            draft.emit(session.ref(), new Event.SessionReady());
        }
    }

    static void activity(Draft draft, String hostId, Report.ActivityChanged report) {
        Session session = live(draft, hostId, report.sessionId());
        if (session != null && session.activity() != report.activity()) {
            draft.emit(session.ref(), new Event.SessionActivityChanged(report.activity(), report.quiet()));
            if (report.activity() == Activity.IDLE) {
                InputDecider.pump(draft, session.id());
            }
        }
    }

    static void turnEnded(Draft draft, String hostId, Report.TurnEnded report) {
        Session session = live(draft, hostId, report.sessionId());
        boolean repeated = session != null && report.endByte() > 0 && report.endByte() <= session.turnByte();
        if (session != null && !repeated) {
            List<String> begun = session.turnInputs();
            String input = begun == null || begun.isEmpty() ? null : begun.getFirst();
            draft.emit(session.ref(), new Event.SessionTurnEnded(report.result(), input, report.endByte()));
            InputDecider.pump(draft, session.id());
        }
    }

    static void exited(Draft draft, String hostId, Report.SessionExited report) {
        Session session = live(draft, hostId, report.sessionId(), report.epoch());
        if (session == null) {
            Reconciling.goneAtLast(draft, hostId, report);
            return;
        }
        boolean suspends = session.suspending() && session.nativeSessionId() != null;
        SessionStatus status = suspends && session.status().canBecome(SessionStatus.SUSPENDED)
                ? SessionStatus.SUSPENDED
                : SessionStatus.ENDED;
        SessionEnding.end(draft, session, status, report.end());
    }

    static void input(Draft draft, String hostId, String sessionId, String inputId, Event settled) {
        Input input = draft.find(Input.class, EntityType.INPUT, inputId);
        Session session = SessionDecider.find(draft, sessionId);
        if (input != null
                && session != null
                && hostId.equals(session.hostId())
                && input.sessionId().equals(sessionId)
                && input.status() == InputStatus.SENT) {
            draft.emit(input.ref(), settled);
            InputDecider.pump(draft, sessionId);
        }
    }

    static void indexed(Draft draft, String hostId, Report.OutputIndexed report) {
        Session session = SessionDecider.find(draft, report.sessionId());
        if (session != null
                && hostId.equals(session.hostId())
                && !report.points().isEmpty()) {
            draft.emit(
                    new EntityRef(EntityType.OUTPUT_INDEX, session.id()),
                    new Event.OutputIndexed(hostId, report.points()));
        }
    }

    static void dropped(Draft draft, String hostId, Report.KeystrokesDropped report) {
        Session session = SessionDecider.find(draft, report.sessionId());
        if (session != null && hostId.equals(session.hostId())) {
            ErrorCode why = report.why();
            draft.emit(
                    session.ref(), new Event.KeystrokesDropped(report.epoch(), report.fromSeq(), report.count(), why));
        }
    }
}
