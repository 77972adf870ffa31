package dev.signalbox.schemas.state;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A durable record that belongs to a dialect and that Signalbox itself gives no meaning: a registration, a
/// heartbeat, a key. Its id is `collection/key`.
///
/// @param version rises with each change, also over a deletion: it is the number of the event that made it
/// @param expiresAt from then on it counts as absent, though it may still be seen for a moment; null: never
public record Document(
        String collection,
        String key,
        long version,
        Map<String, Object> body,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Instant updatedAt,
        Cause cause)
        implements Entity {

    public static EntityRef ref(String collection, String key) {
        return new EntityRef(EntityType.DOCUMENT, collection + "/" + key);
    }

    @Override
    public String id() {
        return collection + "/" + key;
    }

    @Override
    public EntityRef ref() {
        return ref(collection, key);
    }

    /// Whether it counts at a time.
    public boolean liveAt(Instant time) {
        return expiresAt == null || expiresAt.isAfter(time);
    }
}
