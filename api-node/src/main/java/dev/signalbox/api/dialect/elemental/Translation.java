package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.dialect.elemental.Pieces.Piece;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.spec.ProviderTraits;
import dev.signalbox.schemas.spec.SessionSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes events of a session's output: of each JSON line that says a type, the event of that type, and of everything
/// else output as it is. Pure; not thread-safe.
final class Translation {
    private final boolean codex;
    private final boolean structured;
    private final boolean screen;
    private final Pieces pieces;
    private boolean begun;

    /// @param from the offset of the first byte that will come, where a line begins; negative: anywhere
    Translation(SessionSpec spec, long from) {
        this.begun = from >= 0;
        this.codex = spec.provider().equals("codex");
        this.screen = spec.interactive();
        this.structured = !screen
                && ProviderTraits.of(spec.provider())
                        .map(ProviderTraits::structured)
                        .orElse(false);
        this.pieces = new Pieces(!screen, Math.max(0, from));
    }

    /// Takes the bytes that follow.
    List<AgentEvent> take(byte[] bytes, Instant at) {
        return events(pieces.take(bytes), at);
    }

    /// What is left when nothing follows.
    List<AgentEvent> finish(Instant at) {
        return events(pieces.finish(), at);
    }

    /// What was begun before bytes that are gone.
    List<AgentEvent> skipTo(long offset, Instant at) {
        List<AgentEvent> left = finish(at);
        pieces.skipTo(offset);
        begun = false;
        return left;
    }

    private List<AgentEvent> events(List<Piece> cut, Instant at) {
        return cut.stream().flatMap(piece -> event(piece, at).stream()).toList();
    }

    private Optional<AgentEvent> event(Piece piece, Instant at) {
        Optional<ObjectNode> line = screen || !piece.whole() ? Optional.empty() : object(piece.text());
        // The end of a line whose beginning was not seen says nothing to anybody.
        boolean rest = !begun && structured && line.isEmpty();
        begun |= piece.whole();
        if (line.isPresent()) {
            return (codex ? CodexEvents.of(line.get()) : ClaudeEvents.of(line.get()))
                    .map(said -> AgentEvent.of(said, line.get(), piece.end(), at));
        }
        return rest || (structured && piece.text().isBlank())
                ? Optional.empty()
                : Optional.of(AgentEvent.output(piece.text(), piece.end(), at));
    }

    private static Optional<ObjectNode> object(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Json.decode(line.getBytes(StandardCharsets.UTF_8), JsonNode.class) instanceof ObjectNode object
                            && ClaudeEvents.named(object)
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
