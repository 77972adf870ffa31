package dev.signalbox.e2e.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.schemas.codec.Json;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One of a dialect's ways to watch what a session says.
///
/// @param name for messages
/// @param socket whether over a WebSocket; else by server-sent events
/// @param resumes whether a client that comes back can go on where it was; else it hears what is said from then on
/// @param paced whether a client that takes nothing is sent no more, instead of being cut off
/// @param opening given the session and the cursor of the watching that broke off, which is empty at first
/// @param ear made anew for each watching
public record Way(
        String name,
        boolean socket,
        boolean resumes,
        boolean paced,
        BiFunction<Started, String, Opening> opening,
        Supplier<Ear> ear) {

    /// @param messages what is said over the socket once it is open
    public record Opening(Ask ask, List<String> messages) {}

    /// Understands what is said.
    @FunctionalInterface
    public interface Ear {
        /// @param heard to be answered, where the dialect wants that
        Piece take(Heard heard, Heard.Said said);
    }

    /// @param text of the session; empty where nothing of it was said
    /// @param cursor null: as before
    public record Piece(String text, @Nullable String cursor) {
        public static final Piece NOTHING = new Piece("", null);
    }

    /// Events with ids, behind any of which a client goes on that names it in `Last-Event-ID`.
    ///
    /// @param text of an event
    public static Way events(Function<Started, Ask> ask, Function<Heard.Said, String> text) {
        return new Way(
                "events",
                false,
                true,
                false,
                (session, cursor) -> {
                    Ask all = ask.apply(session).with("Accept", "text/event-stream");
                    return new Opening(cursor.isEmpty() ? all : all.with("Last-Event-ID", cursor), List.of());
                },
                () -> (_, said) -> new Piece(text.apply(said), said.id().isEmpty() ? null : said.id()));
    }

    /// A socket whose clients hear what is said while they are there.
    ///
    /// @param path of the upgrade
    /// @param message that asks for a session's output
    /// @param text of a message
    public static Way socket(Ask path, Function<Started, Object> message, Function<JsonNode, String> text) {
        return new Way(
                "socket",
                true,
                false,
                false,
                (session, _) -> new Opening(path, List.of(json(message.apply(session)))),
                () -> (_, said) -> new Piece(text.apply(json(said)), null));
    }

    public static String json(Object value) {
        return Json.mapper().valueToTree(value).toString();
    }

    public static JsonNode json(Heard.Said said) {
        try {
            return Json.mapper().readTree(said.data());
        } catch (JsonProcessingException e) {
            throw new AssertionError(said.data(), e);
        }
    }

    /// @param base where the dialect is spoken
    Watching watch(Wire wire, URI base, Started session, String cursor) {
        Opening opening = opening().apply(session, cursor);
        Heard heard = socket ? Heard.socket(wire, base, opening.ask()) : Heard.events(wire, base, opening.ask());
        opening.messages().forEach(heard::say);
        return new Watching(this, heard, ear.get());
    }

    /// A client that opens it and reads nothing.
    Deaf deaf(URI base, Started session) {
        Opening opening = opening().apply(session, "");
        return Deaf.open(this, base, opening);
    }

    @Override
    public String toString() {
        return name;
    }
}
