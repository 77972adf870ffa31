package dev.signalbox.processor.decide;

import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How events change an input and its session's queue.
final class InputFold {
    private InputFold() {}

    static void queued(Evolve.Fold fold, String id, Event.InputQueued e, Cause cause) {
        fold.put(new Input(id, e.sessionId(), e.text(), InputStatus.QUEUED, cause.at(), null, null, null, cause));
        SessionFold.edit(fold, e.sessionId(), s -> s.queue = with(s.queue, id));
    }

    static void moved(Evolve.Fold fold, String id, Event.InputMoved e) {
        SessionFold.edit(fold, e.sessionId(), s -> {
            List<String> queue = new ArrayList<>(without(s.queue, id));
            queue.add(Math.min(e.position(), queue.size()), id);
            s.queue = queue;
        });
    }

    static void sent(Evolve.Fold fold, String id, Cause cause) {
        Input input = Evolve.need(Input.class, fold, EntityType.INPUT, id);
        fold.put(input.sent(cause));
        Session session = Evolve.need(Session.class, fold, EntityType.SESSION, input.sessionId());
        SessionFold.edit(fold, session.id(), s -> {
            s.queue = without(s.queue, id);
            s.inFlight = with(s.inFlight, id);
            if (session.spec().tellsTurns()) {
                boolean answers = s.activity == Activity.NEEDS_APPROVAL || s.activity == Activity.NEEDS_ANSWER;
                s.turnInputs = answers ? s.turnInputs : beginning(s.turnInputs, id);
                s.activity = Activity.WORKING;
            }
        });
    }

    /// @return null when there is more than could ever be sent: then nobody can tell any more
    private static @Nullable List<String> beginning(@Nullable List<String> turns, String id) {
        return turns == null || turns.size() >= Session.MAX_QUEUE ? null : with(turns, id);
    }

    /// A prompt that did not arrive, as far as is known, began no turn whose end would be told.
    static void settled(Evolve.Fold fold, String id, InputStatus status, @Nullable ErrorCode why, Cause cause) {
        Input input = Evolve.need(Input.class, fold, EntityType.INPUT, id);
        fold.put(input.settled(status, why, cause));
        boolean lost = status == InputStatus.UNDELIVERED || status == InputStatus.DELIVERY_UNKNOWN;
        SessionFold.edit(fold, input.sessionId(), s -> {
            boolean sent = s.inFlight.contains(id);
            if (lost && sent && s.activity == Activity.WORKING) {
                s.activity = null;
            }
            if (status == InputStatus.DELIVERED) {
                s.active(cause.at());
            }
            if (sent && status == InputStatus.DELIVERY_UNKNOWN) {
                s.turnInputs = null;
            } else if (lost && s.turnInputs != null) {
                s.turnInputs = without(s.turnInputs, id);
            }
            s.queue = without(s.queue, id);
            s.inFlight = without(s.inFlight, id);
        });
    }

    private static List<String> with(List<String> ids, String id) {
        List<String> more = new ArrayList<>(ids);
        more.add(id);
        return more;
    }

    static List<String> without(List<String> ids, String id) {
        return ids.stream().filter(other -> !other.equals(id)).toList();
    }
}
