package dev.signalbox.processor.decide;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Document;

/// How events change a document.
final class DocumentFold {
    private DocumentFold() {}

    static void put(Evolve.Fold fold, long n, Event.DocumentPut e, Cause cause) {
        Document before =
                fold.entity(Document.ref(e.collection(), e.key())) instanceof Document there && there.liveAt(cause.at())
                        ? there
                        : null;
        fold.put(new Document(
                e.collection(),
                e.key(),
                n,
                e.body(),
                e.expiresAt(),
                before == null ? cause.at() : before.createdAt(),
                cause.at(),
                cause));
    }
}
