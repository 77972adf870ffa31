package dev.signalbox.host.session;

import dev.signalbox.host.session.HostSessions.Parts;
import dev.signalbox.host.spool.SessionFolder;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what is left of sessions that may go: the folder at once, since that is what takes room; the note when no
/// older directive of the session can be read again, which would find no note that it was applied. What fails is
/// tried again, by a later host agent too.
final class Forgetting {
    private static final Logger log = LoggerFactory.getLogger(Forgetting.class);

    private final Parts parts;
    private final Map<String, Long> waiting = new ConcurrentHashMap<>();

    Forgetting(Parts parts) {
        this.parts = parts;
    }

    /// @param directive sequence of the directive that allows it
    void add(String sessionId, long directive) {
        waiting.put(sessionId, directive);
    }

    /// Of a session that is over.
    void note(String sessionId, long directive) throws IOException {
        SessionFolder.in(parts.dataDirectory(), sessionId).delete();
        Optional<SessionNote> note = parts.notes().find(sessionId);
        if (note.isPresent()) {
            parts.notes().write(note.get().forgotten(directive));
        }
    }

    /// Removes what may go.
    ///
    /// @param live whether a session is not over yet
    synchronized void sweep(Predicate<String> live) {
        waiting.forEach((sessionId, directive) -> {
            if (!live.test(sessionId) && directive <= parts.passedDirective().getAsLong()) {
                try {
                    remove(sessionId);
                } catch (IOException e) {
                    log.atWarn()
                            .addKeyValue("sessionId", sessionId)
                            .log("what is left of the session stays for now: {}", e.getMessage());
                }
            }
        });
    }

    /// Before a session's id is used again.
    ///
    /// @param directive sequence of the directive that does so
    synchronized void finish(String sessionId, long directive) throws IOException {
        Long allowed = waiting.get(sessionId);
        if (allowed != null && allowed < directive) {
            remove(sessionId);
        }
    }

    private void remove(String sessionId) throws IOException {
        SessionFolder.in(parts.dataDirectory(), sessionId).delete();
        parts.notes().delete(sessionId);
        waiting.remove(sessionId);
    }
}
