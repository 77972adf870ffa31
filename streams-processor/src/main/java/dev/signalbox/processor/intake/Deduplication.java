package dev.signalbox.processor.intake;

import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether a command was decided before.
public sealed interface Deduplication {
    /// How long a first outcome is found.
    Duration WINDOW = Duration.ofHours(24);

    /// It is to be decided.
    record Fresh() implements Deduplication {}

    /// It was; this is the answer, for whoever asks now.
    record Repeat(Outcome outcome) implements Deduplication {}

    /// Another request was decided under this key.
    record KeyConflict(Outcome first) implements Deduplication {}

    /// @param stored what the window holds under [#key]
    static Deduplication of(@Nullable FirstOutcome stored, CommandRecord command) {
        if (stored == null) {
            return new Fresh();
        }
        if (command.idempotencyKey() != null && !Objects.equals(stored.requestHash(), command.requestHash())) {
            return new KeyConflict(stored.outcome());
        }
        return new Repeat(stored.outcome().repeatedFor(command.id()));
    }

    /// Under what a command's first outcome is found: the client's key, which is its own in its namespace, else the
    /// command's id, so that a record that is written twice acts once.
    static String key(CommandRecord command) {
        String key = command.idempotencyKey();
        if (key == null) {
            return idKey(command.namespace(), command.id());
        }
        String principal = command.actor().principal();
        return "k/" + command.namespace() + "/" + principal.length() + "/" + principal + "/" + key;
    }

    /// Under what the outcome of a command is found by its id.
    static String idKey(String namespace, String commandId) {
        return "c/" + namespace + "/" + commandId;
    }
}
