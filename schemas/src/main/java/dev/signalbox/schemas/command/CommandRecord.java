package dev.signalbox.schemas.command;

import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.state.Namespace;
import org.jspecify.annotations.Nullable;

/// The value of a record on `commands`: a wish and who has it. The record's key is the namespace.
///
/// @param id minted by the API node; the outcome comes under this id
/// @param idempotencyKey the client's key; null: the id is the key, so that a record that is written twice acts once
/// @param requestHash hash of what was asked, so that another request under the same key is refused; null without a key
public record CommandRecord(
        String id,
        String namespace,
        Actor actor,
        @Nullable String idempotencyKey,
        @Nullable String requestHash,
        Command command) {

    public CommandRecord {
        Check.id("id", id);
        if (!Namespace.EVERY.equals(namespace)) {
            Check.name("namespace", namespace);
        }
        Check.present("actor", actor);
        Check.optionalText("idempotencyKey", idempotencyKey, 256);
        Check.present("command", command);
    }
}
