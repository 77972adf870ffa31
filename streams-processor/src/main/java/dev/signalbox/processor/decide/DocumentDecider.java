package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Document;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes and deletes documents, and lets them go when their time is over.
final class DocumentDecider {
    private DocumentDecider() {}

    static Answer put(Draft draft, Command.PutDocument command) {
        EntityRef ref = Document.ref(command.collection(), command.key());
        Document stored = find(draft, ref);
        Answer refusal = mismatch(draft, stored, command.ifVersion(), ref);
        if (refusal != null) {
            return refusal;
        }
        int bytes = Json.encode(command.body()).length;
        if (bytes > Limits.DOCUMENT_BYTES) {
            return Answer.refused(
                    ErrorCode.TOO_LARGE,
                    "body",
                    "the body has " + bytes + " bytes, more than " + Limits.DOCUMENT_BYTES);
        }
        if (stored == null && draft.counter().documents() >= Limits.DOCUMENTS) {
            return Answer.refused(
                    ErrorCode.LIMIT_REACHED, "the namespace has " + Limits.DOCUMENTS + " documents, as many as it may");
        }
        forgetTimer(draft, stored);
        long version = draft.nextN();
        Instant expiresAt = command.ttl() == null ? null : draft.now().plus(command.ttl());
        draft.emit(ref, new Event.DocumentPut(command.collection(), command.key(), command.body(), expiresAt));
        if (command.ttl() != null) {
            draft.timer(Row.ClockKind.WALL, command.ttl(), Row.TimerKind.DOCUMENT, ref, version);
        }
        return new Answer.Accepted(ref, version);
    }

    static Answer delete(Draft draft, Command.DeleteDocument command) {
        EntityRef ref = Document.ref(command.collection(), command.key());
        Document stored = find(draft, ref);
        Answer refusal = mismatch(draft, stored, command.ifVersion(), ref);
        if (refusal != null) {
            return refusal;
        }
        if (stored != null) {
            forgetTimer(draft, stored);
            draft.emit(ref, new Event.DocumentDeleted(false));
        }
        return Answer.accepted(ref);
    }

    /// @param version whose time is over; a newer one has a timer of its own
    static void expired(Draft draft, EntityRef ref, long version) {
        Document stored = find(draft, ref);
        if (stored != null && stored.version() == version) {
            draft.emit(ref, new Event.DocumentDeleted(true));
        }
    }

    private static @Nullable Document find(Draft draft, EntityRef ref) {
        return draft.find(Document.class, EntityType.DOCUMENT, ref.id());
    }

    private static @Nullable Answer mismatch(
            Draft draft, @Nullable Document stored, @Nullable Long ifVersion, EntityRef ref) {
        if (ifVersion == null) {
            return null;
        }
        long version = stored != null && stored.liveAt(draft.now()) ? stored.version() : 0;
        if (version == ifVersion) {
            return null;
        }
        return new Answer.Refused(
                ErrorCode.VERSION_CONFLICT,
                "ifVersion",
                version == 0 ? "there is no such document" : "the document has the version " + version,
                version == 0 ? null : ref);
    }

    /// Only the newest version has a timer, or one that is written again and again would leave very many.
    private static void forgetTimer(Draft draft, @Nullable Document stored) {
        if (stored != null && stored.expiresAt() != null) {
            draft.put(
                    Keys.timer(new Row.Timer(
                            draft.namespace(),
                            Row.ClockKind.WALL,
                            stored.expiresAt().toEpochMilli(),
                            Row.TimerKind.DOCUMENT,
                            stored.ref(),
                            stored.version())),
                    null);
        }
    }
}
