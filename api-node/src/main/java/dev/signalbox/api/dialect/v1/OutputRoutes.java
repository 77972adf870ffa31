package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.api.http.Streams;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A session's output: as events, or as bytes.
final class OutputRoutes {
    private static final String LAST = "Last-Event-ID";
    private static final Map<String, Start> PLACES =
            Map.of("start", new Start.Beginning(), "end", new Start.End(), "keyframe", new Start.Keyframe());

    private final ApiCore core;
    private final Reads reads;
    private final Streams streams;
    private final Duration heartbeat;

    OutputRoutes(ApiCore core, Reads reads, Streams streams, Duration heartbeat) {
        this.core = core;
        this.reads = reads;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/v1/sessions/{session}/output", VIEW, this::output)
                .asking("from", "fromByte", "since", "follow", "stream", "encoding", "items"));
    }

    private Reply output(Request request) throws InterruptedException {
        reads.ready(request);
        String id = reads.id(request, Kind.SESSION, "session");
        Optional<Stream> stream = stream(request);
        String accept = request.header("Accept").orElse("*/*").toLowerCase(Locale.ROOT);
        boolean bytes = accept.contains("application/octet-stream")
                || (request.header("Range").isPresent() && !accept.contains("text/event-stream"));
        if (bytes) {
            return new RawOutput(core, streams, heartbeat)
                    .reply(request, id, stream.orElse(Stream.OUT), start(request, stream.orElse(Stream.OUT)));
        }
        var shape = new OutputEvents.Shape(stream, encoding(request), items(request));
        OutputText text = resumed(request).map(Resumed::text).orElseGet(OutputText::new);
        boolean follow = Parameters.truth(request, "follow", true);
        return streams.events(
                request.principal(),
                () -> core.output()
                        .open(request.principal().namespace(), id, start(request, stream.orElse(Stream.OUT)), follow),
                (feed, out) -> new OutputEvents(
                                feed, shape, text, follow, request.principal(), core.readiness(), heartbeat)
                        .write(out));
    }

    static Start start(Request request, Stream stream) {
        Optional<Resumed> resumed = resumed(request);
        Optional<String> from = request.query("from");
        Optional<String> fromByte = request.query("fromByte");
        Optional<String> since = request.query("since");
        if (request.header(LAST).isPresent() && resumed.isPresent()) {
            return resumed.get().start();
        }
        long given = java.util.stream.Stream.of(from, fromByte, since)
                .filter(Optional::isPresent)
                .count();
        if (given > 1) {
            throw Parameters.invalid("from", "excludes fromByte and since");
        }
        if (fromByte.isPresent()) {
            return new Start.AtByte(stream, Parameters.number("fromByte", fromByte.get(), 0, Long.MAX_VALUE));
        }
        if (since.isPresent()) {
            return new Start.Since(time(since.get()));
        }
        return resumed.isPresent()
                ? resumed.get().start()
                : Objects.requireNonNull(PLACES.get(from.orElse("start")), "what is no place is a cursor");
    }

    /// Where the client stood before, if it says so by a cursor.
    private static Optional<Resumed> resumed(Request request) {
        Optional<String> last = request.header(LAST);
        return last.isPresent()
                ? last.map(text -> Resumed.by(LAST, text))
                : request.query("from")
                        .filter(text -> !PLACES.containsKey(text))
                        .map(text -> Resumed.by("from", text));
    }

    /// @param field what carried the cursor
    private record Resumed(String field, Cursor.Output cursor) {
        static Resumed by(String field, String text) {
            return new Resumed(field, Cursor.decode(field, text, Cursor.Output.class));
        }

        Start start() {
            return new Start.Behind(field, cursor.at());
        }

        OutputText text() {
            return OutputText.behind(field, cursor);
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Parameters.invalid("since", "must be a time such as 2026-11-20T08:00:00Z");
        }
    }

    private static Optional<Stream> stream(Request request) {
        return request.query("stream").map(text -> switch (text) {
            case "out" -> Stream.OUT;
            case "err" -> Stream.ERR;
            default -> throw Parameters.invalid("stream", "must be out or err");
        });
    }

    private static boolean encoding(Request request) {
        return request.query("encoding")
                .map(text -> switch (text) {
                    case "text" -> true;
                    case "base64" -> false;
                    default -> throw Parameters.invalid("encoding", "must be base64 or text");
                })
                .orElse(false);
    }

    private static OutputEvents.Items items(Request request) {
        return request.query("items")
                .map(text -> switch (text) {
                    case "true" -> OutputEvents.Items.BOTH;
                    case "only" -> OutputEvents.Items.ONLY;
                    case "false" -> OutputEvents.Items.NONE;
                    default -> throw Parameters.invalid("items", "must be true, only or false");
                })
                .orElse(OutputEvents.Items.BOTH);
    }
}
