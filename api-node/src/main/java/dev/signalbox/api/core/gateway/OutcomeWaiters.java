package dev.signalbox.api.core.gateway;

import dev.signalbox.schemas.outcome.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Joins commands of this node with their outcomes, and remembers the newest outcomes of all nodes.
public final class OutcomeWaiters {
    private static final int REMEMBERED = 4096;

    private final Map<String, CompletableFuture<Outcome>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Outcome> recent = new LinkedHashMap<>();

    /// Register before the command is written: its outcome may be there before its acknowledgement.
    CompletableFuture<Outcome> expect(String commandId) {
        return waiting.computeIfAbsent(commandId, _ -> new CompletableFuture<>());
    }

    void forget(String commandId) {
        waiting.remove(commandId);
    }

    /// An outcome was read from the log.
    public void arrived(Outcome outcome) {
        synchronized (recent) {
            recent.put(outcome.commandId(), outcome);
            if (recent.size() > REMEMBERED) {
                var oldest = recent.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        var future = waiting.remove(outcome.commandId());
        if (future != null) {
            future.complete(outcome);
        }
    }

    /// One of the newest outcomes of the namespace.
    public Optional<Outcome> recent(String namespace, String commandId) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(commandId))
                    .filter(o -> o.namespace().equals(namespace));
        }
    }

    /// How many commands wait, for metrics and tests of leaks.
    public int waiting() {
        return waiting.size();
    }
}
