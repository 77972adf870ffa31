package dev.signalbox.processor.decide;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// How events change a session, and with it its agent's and its host's lists.
final class SessionFold {
    private SessionFold() {}

    static void edit(Evolve.Fold fold, String id, Consumer<Session.Edit> change) {
        fold.put(Evolve.need(Session.class, fold, EntityType.SESSION, id).edit(change));
    }

    static void requested(Evolve.Fold fold, String id, Event.SessionRequested e, Cause cause) {
        fold.put(new Session(
                id,
                e.agentId(),
                e.spec(),
                SessionStatus.REQUESTED,
                null,
                null,
                0,
                0,
                false,
                Map.of(SessionStatus.REQUESTED, cause.at()),
                null,
                null,
                null,
                null,
                e.spec().resumeNativeId(),
                null,
                null,
                List.of(),
                List.of(),
                null,
                e.spec().terminal(),
                null,
                e.taskId(),
                e.attempt(),
                0,
                0,
                e.spec().tellsTurns() ? List.of() : null,
                0,
                null,
                null,
                cause));
        fold.put(Evolve.need(Agent.class, fold, EntityType.AGENT, e.agentId()).began(id, cause));
    }

    static void placed(Evolve.Fold fold, String id, Event.SessionPlaced e, Cause cause) {
        edit(fold, id, s -> {
            s.become(SessionStatus.PLACED, cause);
            s.hostId = e.hostId();
            s.epoch = e.epoch();
            s.launchSeq = e.launchSeq();
        });
        fold.put(Evolve.need(Host.class, fold, EntityType.HOST, e.hostId()).edit(h -> {
            List<String> sessions = new ArrayList<>(h.sessions);
            sessions.add(id);
            h.sessions = sessions;
        }));
    }

    /// The process is seen; or, for one that was, what shows its terminal has changed.
    static void running(Session.Edit session, ProcessRef process, Cause cause) {
        session.process = process;
        if (session.status != SessionStatus.RUNNING) {
            session.become(SessionStatus.RUNNING, cause);
            session.silence = null;
            session.active(cause.at());
        }
    }

    static void activity(Session.Edit session, Event.SessionActivityChanged e, Instant at) {
        session.activity = e.activity();
        session.active(e.quiet() == null ? at : at.minus(e.quiet()));
    }

    static void turnEnded(Session.Edit session, Event.SessionTurnEnded e, Instant at) {
        Item.Result result = e.result();
        session.lastResult = result;
        session.activity = Activity.IDLE;
        session.active(at);
        session.turns++;
        session.failedTurns += result.success() ? 0 : 1;
        session.turnByte = Math.max(session.turnByte, e.endByte());
        if (session.turnInputs != null && e.inputId() != null) {
            session.turnInputs = InputFold.without(session.turnInputs, e.inputId());
        }
        if (result.usage() != null) {
            session.usage = session.usage == null ? result.usage() : session.usage.plus(result.usage());
        }
    }

    /// Its output grew.
    static void wrote(Evolve.Fold fold, String id, Instant at) {
        if (fold.entity(new EntityRef(EntityType.SESSION, id)) instanceof Session session
                && !session.status().terminal()) {
            fold.put(session.edit(s -> s.active(at)));
        }
    }

    static void stopping(Session.Edit session, Event.SessionStopping e, Cause cause) {
        session.suspending = e.suspend();
        if (session.status == SessionStatus.UNKNOWN && session.silence != null) {
            session.silence =
                    new Session.Silence(SessionStatus.STOPPING, session.silence.since(), session.silence.until());
            session.cause = cause.because("its host is silent; it will be stopped when the host returns");
        } else {
            session.become(SessionStatus.STOPPING, cause.because(e.reason()));
        }
    }

    static void unknown(Session.Edit session, Event.SessionUnknown e, Cause cause) {
        if (session.silence != null) {
            session.silence = new Session.Silence(session.silence.was(), cause.at(), e.until());
            session.cause = cause.because("its host fell silent again before it said whether it has it");
            return;
        }
        session.silence = new Session.Silence(session.status, cause.at(), e.until());
        session.become(SessionStatus.UNKNOWN, cause.because("its host fell silent"));
    }

    static void found(Session.Edit session, SessionStatus status, Cause cause) {
        Instant since = session.since.getOrDefault(status, cause.at());
        session.become(status, cause.because("its host is back and has it"));
        session.since = SessionTimes.with(session.since, status, since);
        session.silence = null;
    }

    static void granted(Session.Edit session, Event.WriterGranted e, Cause cause) {
        session.writer = new Session.Writer(e.holder(), e.principal(), e.epoch(), cause.at());
    }

    static void ended(Evolve.Fold fold, String id, SessionStatus status, SessionEnd end, Cause cause) {
        Session before = Evolve.need(Session.class, fold, EntityType.SESSION, id);
        edit(fold, id, s -> {
            s.become(status, cause);
            s.end = end;
            s.activity = null;
            s.writer = null;
        });
        release(fold, before, cause);
    }

    static void lost(Evolve.Fold fold, String id, String why, Cause cause) {
        SessionEnd end = new SessionEnd(cause.at(), false, null, null, null, why, 0, 0, null, null, List.of());
        ended(fold, id, SessionStatus.LOST, end, cause.because(why));
    }

    private static void release(Evolve.Fold fold, Session session, Cause cause) {
        if (fold.entity(new EntityRef(EntityType.AGENT, session.agentId())) instanceof Agent agent
                && session.id().equals(agent.activeSession())) {
            fold.put(agent.finished(cause));
        }
        String hostId = session.hostId();
        if (hostId != null && fold.entity(new EntityRef(EntityType.HOST, hostId)) instanceof Host host) {
            fold.put(host.edit(h -> h.sessions = h.sessions.stream()
                    .filter(other -> !other.equals(session.id()))
                    .toList()));
        }
    }
}
