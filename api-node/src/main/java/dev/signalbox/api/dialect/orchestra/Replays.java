package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.http.Reply;
import dev.signalbox.schemas.outcome.Outcome;

/// Answers to requests that were sent before under the same `Idempotency-Key`: they tell of what was made then.
final class Replays {
    private Replays() {}

    static boolean is(Outcome outcome) {
        return !outcome.first().equals(outcome.commandId());
    }

    /// The id of what was made, now or then.
    static String subject(Outcome accepted) {
        if (accepted.subject() == null) {
            throw new IllegalStateException("what makes something names it");
        }
        return accepted.subject().id();
    }

    static Reply marked(Outcome outcome, Reply reply) {
        return is(outcome) ? reply.header("Idempotency-Replayed", "true") : reply;
    }
}
