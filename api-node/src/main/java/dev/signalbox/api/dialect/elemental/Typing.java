package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Gateway;
import dev.signalbox.api.core.gateway.Keyboards;
import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.state.Session;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Brings a client's words into a session: as a prompt, or as keys where it has a terminal. Elemental has no lock on
/// a keyboard, so whoever types takes it. One for each connection of a client; thread-safe.
final class Typing {
    private static final long WRITTEN_SECONDS = 5;

    private final ApiCore core;
    private final String writer;
    private final Map<String, Principal> typedInto = new ConcurrentHashMap<>();

    /// @param writer names who types, among all of its subject on all nodes
    Typing(ApiCore core, String writer) {
        this.core = core;
        this.writer = writer;
    }

    /// Gives back the keyboards that were taken.
    void release() {
        for (String session : List.copyOf(typedInto.keySet())) {
            Principal principal = typedInto.remove(session);
            if (principal == null) {
                continue;
            }
            try {
                core.keyboards().release(principal, session, writer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RefusedException e) {
                // The session is gone, and its keyboard with it.
            }
        }
    }

    /// A message to the session: in a terminal it is typed and sent off with Enter.
    ///
    /// @throws dev.signalbox.api.core.RefusedException why it did not go
    void say(Principal principal, Session session, String text) throws InterruptedException {
        var _ = say(principal, session, text, Optional.empty());
    }

    /// The same, a prompt once for all repetitions of a request. Keys cannot be known again: nothing of them is in the
    /// record.
    ///
    /// @return what became of the prompt; empty for keys, and when it is not known yet
    /// @throws dev.signalbox.api.core.RefusedException why it did not go
    Optional<Outcome> say(Principal principal, Session session, String text, Optional<Repetition> repetition)
            throws InterruptedException {
        if (session.spec().interactive()) {
            if (repetition.isPresent()) {
                throw Check.invalid(Repetition.HEADER, "cannot be kept for what is typed into a terminal");
            }
            keys(principal, session, text.endsWith("\r") || text.endsWith("\n") ? text : text + "\r");
            return Optional.empty();
        }
        // In the log is enough: the answer is 202 in any case.
        var command = new Command.SendInput(Ids.INPUT.mint(), session.id(), text);
        Answer answer = core.gateway().submit(principal, Gateway.Submission.of(command, repetition.orElse(null)));
        return switch (answer) {
            case Answer.Decided(var outcome) -> Optional.of(Commands.accepted(outcome));
            case Answer.Pending _ -> Optional.empty();
            case Answer.Unavailable(var _, var _, var why) ->
                throw Refusal.of(ErrorCode.UNAVAILABLE, why).asException();
        };
    }

    /// Keys as they are.
    void keys(Principal principal, Session session, String text) throws InterruptedException {
        typedInto.put(session.id(), principal);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Keyboards.Typed.Written last = null;
        for (int from = 0; from < bytes.length; from += Keystrokes.MAX_BYTES) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + Keystrokes.MAX_BYTES));
            last = typed(core.keyboards().type(principal, session.id(), writer, part, true));
        }
        if (last != null) {
            committed(last);
        }
    }

    private static Keyboards.Typed.Written typed(Keyboards.Typed typed) {
        return switch (typed) {
            case Keyboards.Typed.Written written -> written;
            case Keyboards.Typed.NoKeyboard(Answer.Decided(var outcome)) -> {
                var _ = Commands.accepted(outcome);
                throw Refusal.of(ErrorCode.WRITER_HELD, "somebody else types").asException();
            }
            case Keyboards.Typed.NoKeyboard _ ->
                throw Refusal.of(ErrorCode.UNAVAILABLE, "whether the keyboard was had is not known yet")
                        .asException();
        };
    }

    private static void committed(Keyboards.Typed.Written written) throws InterruptedException {
        try {
            written.done().get(WRITTEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the log did not take the keystrokes in time")
                    .asException();
        }
    }
}
