package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.ProviderTraits;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import org.jspecify.annotations.Nullable;

/// Queues prompts, and sends the next one when the session can take it.
final class InputDecider {
    private InputDecider() {}

    static EntityRef ref(String inputId) {
        return new EntityRef(EntityType.INPUT, inputId);
    }

    /// The text of an input, null when there is no such input.
    static @Nullable String text(Draft draft, String inputId) {
        Input input = draft.find(Input.class, EntityType.INPUT, inputId);
        return input == null ? null : input.text();
    }

    static Answer send(Draft draft, Command.SendInput command) {
        Session session = SessionDecider.find(draft, command.sessionId());
        if (session == null) {
            return SessionDecider.notFound(command.sessionId());
        }
        if (draft.find(Input.class, EntityType.INPUT, command.inputId()) != null) {
            return Answer.refused(ErrorCode.ID_TAKEN, "inputId", "there is an input " + command.inputId());
        }
        if (session.status().terminal()) {
            return new Answer.Refused(ErrorCode.SESSION_ENDED, "sessionId", "the session has ended", session.ref());
        }
        if (singleTurn(session)) {
            return Answer.refused(
                    ErrorCode.SINGLE_TURN,
                    "sessionId",
                    "the session takes one prompt only; resume it with the next one when it has ended");
        }
        if (session.queue().size() + session.inFlight().size() >= Session.MAX_QUEUE) {
            return Answer.refused(ErrorCode.LIMIT_REACHED, Session.MAX_QUEUE + " inputs wait already");
        }
        draft.emit(ref(command.inputId()), new Event.InputQueued(command.sessionId(), command.text()));
        pump(draft, command.sessionId());
        return Answer.accepted(ref(command.inputId()));
    }

    private static boolean singleTurn(Session session) {
        return session.spec().oneShot()
                || (!session.spec().interactive()
                        && ProviderTraits.of(session.spec().provider())
                                .map(ProviderTraits::singleTurn)
                                .orElse(false));
    }

    static Answer cancel(Draft draft, Command.CancelInput command) {
        return queued(draft, command.sessionId(), command.inputId(), new Event.InputCanceled(command.sessionId()));
    }

    static Answer move(Draft draft, Command.MoveInput command) {
        return queued(
                draft,
                command.sessionId(),
                command.inputId(),
                new Event.InputMoved(command.sessionId(), command.position()));
    }

    private static Answer queued(Draft draft, String sessionId, String inputId, Event event) {
        Input input = draft.find(Input.class, EntityType.INPUT, inputId);
        if (input == null || !input.sessionId().equals(sessionId)) {
            return Answer.refused(ErrorCode.INPUT_NOT_FOUND, "inputId", "there is no input " + inputId);
        }
        if (input.status() == InputStatus.CANCELED && event instanceof Event.InputCanceled) {
            return Answer.accepted(input.ref());
        }
        if (input.status() != InputStatus.QUEUED) {
            return new Answer.Refused(
                    ErrorCode.INPUT_NOT_QUEUED, "inputId", "the input is " + input.status() + " already", input.ref());
        }
        draft.emit(input.ref(), event);
        return Answer.accepted(input.ref());
    }

    /// Sends the next waiting input if the session runs and is not busy with another. One that waits for an
    /// approval or an answer gets it that way; one whose output does not tell turns is never known to be busy,
    /// however much it writes.
    static void pump(Draft draft, String sessionId) {
        Session session = SessionDecider.find(draft, sessionId);
        if (session == null
                || session.status() != SessionStatus.RUNNING
                || session.hostId() == null
                || session.queue().isEmpty()
                || !session.inFlight().isEmpty()
                || (session.spec().tellsTurns() && session.activity() == Activity.WORKING)) {
            return;
        }
        String inputId = session.queue().getFirst();
        String text = text(draft, inputId);
        if (text != null) {
            sent(draft, sessionId, inputId);
            draft.tell(session.hostId(), new Directive.DeliverInput(sessionId, inputId, text), Limits.INPUT);
        }
    }

    /// The input is on its way, and what became of it is to be told.
    static void sent(Draft draft, String sessionId, String inputId) {
        draft.emit(ref(inputId), new Event.InputSent(sessionId));
        awaitReport(draft, inputId);
    }

    private static void awaitReport(Draft draft, String inputId) {
        draft.timer(Row.ClockKind.LEASE, Limits.INPUT.plus(Limits.STOP_REPORT), Row.TimerKind.INPUT, ref(inputId), 0);
    }

    /// Nothing was reported, and by now the host would refuse it: nobody can tell any more, and the next one
    /// goes. Where the host is silent, or has not started the session yet, it may still come to it.
    static void unreported(Draft draft, String inputId) {
        Input input = draft.find(Input.class, EntityType.INPUT, inputId);
        Session session = input == null ? null : SessionDecider.find(draft, input.sessionId());
        if (input == null || session == null || input.status() != InputStatus.SENT) {
            return;
        }
        switch (session.status()) {
            case PLACED, STARTING, UNKNOWN -> awaitReport(draft, inputId);
            case REQUESTED, RUNNING, STOPPING, ENDED, FAILED_TO_START, SUSPENDED, LOST -> {
                draft.emit(input.ref(), new Event.InputDeliveryUnknown(session.id()));
                pump(draft, session.id());
            }
        }
    }
}
