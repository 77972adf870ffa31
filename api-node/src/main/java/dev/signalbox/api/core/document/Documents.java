package dev.signalbox.api.core.document;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Durable records of dialects, read from the views and written by commands. A write is visible on this node when
/// its method returns; other nodes see it a moment later, so whoever must be the only one to write says which
/// version must be there.
public final class Documents {
    private static final int TRIES = 8;

    private final Views views;
    private final Commands commands;
    private final InstantSource clock;

    public Documents(Views views, Commands commands, InstantSource clock) {
        this.views = views;
        this.commands = commands;
        this.clock = clock;
    }

    /// What is to become of a document that is changed.
    public sealed interface Change {
        /// @param ttl null: it stays
        record Put(Map<String, Object> body, @Nullable Duration ttl) implements Change {}

        record Delete() implements Change {}

        record Nothing() implements Change {}
    }

    /// The document, unless its time is over.
    public Optional<Document> get(String namespace, String collection, String key) {
        Instant now = clock.instant();
        return views.get(namespace, Kind.DOCUMENT, Document.ref(collection, key).id())
                .map(Row::entity)
                .filter(document -> document.liveAt(now));
    }

    /// A collection's documents whose key begins so, by key.
    public List<Document> list(String namespace, String collection, String keyPrefix) {
        Instant now = clock.instant();
        return views.documents(namespace, collection, keyPrefix).stream()
                .filter(document -> document.liveAt(now))
                .toList();
    }

    /// Writes a document that must have a version; false when it has another one.
    ///
    /// @param ifVersion 0: there must be none; null: whatever is there is replaced
    /// @throws dev.signalbox.api.core.RefusedException what was refused otherwise; UNAVAILABLE when it
    /// is not known to be written
    public boolean put(
            Principal principal,
            String collection,
            String key,
            Map<String, Object> body,
            @Nullable Long ifVersion,
            @Nullable Duration ttl)
            throws InterruptedException {
        return write(principal, new Command.PutDocument(collection, key, body, ifVersion, ttl));
    }

    /// As [#put], decided once for all repetitions of the request that asks for it.
    ///
    /// @param given empty: each request is a wish of its own
    /// @return the outcome, which names the document, that of the first request where it was repeated
    public Outcome put(
            Principal principal,
            Optional<Repetition> given,
            String collection,
            String key,
            Map<String, Object> body,
            @Nullable Long ifVersion,
            @Nullable Duration ttl)
            throws InterruptedException {
        return commands.repeatable(given)
                .accepted(principal, new Command.PutDocument(collection, key, body, ifVersion, ttl));
    }

    /// The document that an outcome names, unless its time is over.
    public Optional<Document> of(Outcome outcome) {
        Instant now = clock.instant();
        return Optional.ofNullable(outcome.subject())
                .flatMap(ref -> views.get(outcome.namespace(), Kind.DOCUMENT, ref.id()))
                .map(Row::entity)
                .filter(document -> document.liveAt(now));
    }

    /// As [#put].
    public boolean delete(Principal principal, String collection, String key, @Nullable Long ifVersion)
            throws InterruptedException {
        return write(principal, new Command.DeleteDocument(collection, key, ifVersion));
    }

    /// Changes a document by what it is, again when another one was faster.
    ///
    /// @param change sees the newest version; what it throws is thrown on
    /// @return what was done
    /// @throws dev.signalbox.api.core.RefusedException as [#put]; VERSION_CONFLICT when others are always faster
    public Change update(
            Principal principal, String collection, String key, Function<Optional<Document>, Change> change)
            throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            Optional<Document> before = get(principal.namespace(), collection, key);
            long version = before.map(Document::version).orElse(0L);
            Change wanted = change.apply(before);
            boolean done = switch (wanted) {
                case Change.Put(var body, var ttl) -> put(principal, collection, key, body, version, ttl);
                case Change.Delete() -> before.isEmpty() || delete(principal, collection, key, version);
                case Change.Nothing() -> true;
            };
            if (done) {
                return wanted;
            }
        }
        throw Refusal.of(ErrorCode.VERSION_CONFLICT, "others change this at the same time; try again")
                .asException();
    }

    private boolean write(Principal principal, Command command) throws InterruptedException {
        Outcome outcome = commands.decided(principal, command);
        return outcome.code() != ErrorCode.VERSION_CONFLICT
                && Commands.accepted(outcome).accepted();
    }
}
