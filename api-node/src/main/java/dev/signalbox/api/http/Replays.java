package dev.signalbox.api.http;

import dev.signalbox.schemas.outcome.Outcome;

/// Answers to requests that were sent before under the same `Idempotency-Key`: they tell of what was made then.
public final class Replays {
    private Replays() {}

    public static boolean is(Outcome outcome) {
        return !outcome.first().equals(outcome.commandId());
    }

    /// The id of what was made, now or then.
    public static String subject(Outcome accepted) {
        if (accepted.subject() == null) {
            throw new IllegalStateException("what makes something names it");
        }
        return accepted.subject().id();
    }

    public static Reply marked(Outcome outcome, Reply reply) {
        return is(outcome) ? reply.header("Idempotency-Replayed", "true") : reply;
    }
}
