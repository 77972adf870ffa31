package dev.signalbox.api.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Readiness;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.OutputStep;
import dev.signalbox.api.http.SseWriter;
import dev.signalbox.api.http.StreamOutput;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes a session's output as server-sent events.
final class OutputEvents {
    private final OutputFeed feed;
    private final Shape shape;
    private final boolean follow;
    private final Pulse pulse;
    private final OutputText text;

    enum Items {
        BOTH,
        ONLY,
        NONE
    }

    /// @param stream empty: both
    /// @param text decoded bytes instead of base64
    record Shape(Optional<Stream> stream, boolean text, Items items) {}

    OutputEvents(
            OutputFeed feed,
            Shape shape,
            OutputText text,
            boolean follow,
            Principal principal,
            Readiness readiness,
            Duration heartbeat) {
        this.feed = feed;
        this.shape = shape;
        this.text = text;
        this.follow = follow;
        this.pulse = new Pulse(principal, readiness, heartbeat);
    }

    /// Until the session's end, the token's, the server's, or the client's.
    void write(StreamOutput out) throws IOException, InterruptedException {
        out.onStop(feed::wake);
        var sse = new SseWriter(out);
        sse.comment("signalbox");
        while (!out.stopping()) {
            OutputStep step = feed.next(sse.pending() ? Duration.ZERO : pulse.left());
            switch (step) {
                case OutputStep.Output(var record, var cursor, _) -> output(sse, record, cursor);
                case OutputStep.Gap gap -> {
                    text.skipped();
                    sse.event(id(gap.cursor()), "gap", gap(gap));
                }
                case OutputStep.CaughtUp(var seq, var cursor) -> {
                    sse.event(id(cursor), "caught_up", Map.of("seq", seq));
                    if (!follow) {
                        sse.flush();
                        return;
                    }
                }
                case OutputStep.End(var session, var complete, var cursor) -> {
                    sse.event(id(cursor), "end", end(session, complete));
                    sse.flush();
                    return;
                }
                case OutputStep.Idle _ -> sse.flush();
            }
            if (pulse.beat(sse)) {
                return;
            }
        }
        sse.flush();
    }

    private String id(Cursor.Session at) {
        return text.cursor(at).encode();
    }

    private void output(SseWriter sse, OutputRecord record, Cursor.Session at) throws IOException {
        boolean item = record.kind() == OutputRecord.Kind.ITEM;
        boolean wanted = shape.stream().map(s -> s == record.stream()).orElse(true)
                && (item ? shape.items() != Items.NONE : shape.items() != Items.ONLY);
        if (!wanted) {
            return;
        }
        boolean keyframe = record.kind() == OutputRecord.Kind.KEYFRAME;
        if (keyframe || (!item && !shape.text())) {
            bytes(sse, record, id(at), keyframe ? "keyframe" : "output");
            return;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", record.seq());
        json.put("stream", record.stream().name().toLowerCase(Locale.ROOT));
        json.put("byte", record.streamByte());
        if (item) {
            json.put("item", item(record));
            sse.event(id(at), "item", json);
            return;
        }
        json.put("text", text.decode(record));
        sse.event(id(at), "output", json);
    }

    /// The members in the order in which all JSON has them.
    private static void bytes(SseWriter sse, OutputRecord record, String id, String event) throws IOException {
        String before = "{\"byte\":" + record.streamByte() + ",\"data\":\"";
        String after = "\",\"seq\":" + record.seq() + ",\"stream\":\""
                + record.stream().name().toLowerCase(Locale.ROOT) + "\"}";
        sse.event(id, event, before, record.value(), after);
    }

    /// The item as the host wrote it; what is no JSON is passed on as a raw line, not dropped.
    static Object item(OutputRecord record) {
        try {
            return Json.decode(record.value(), JsonNode.class);
        } catch (MalformedException e) {
            return Map.of("type", "raw", "line", new String(record.value(), StandardCharsets.UTF_8));
        }
    }

    static Map<String, Object> gap(OutputStep.Gap gap) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fromSeq", gap.fromSeq());
        json.put("toSeq", gap.toSeq());
        put(json, "fromByte", gap.fromByte());
        put(json, "toByte", gap.toByte());
        json.put(Refusal.OUTPUT_FROM, gap.retained().facts());
        return json;
    }

    static Map<String, Object> end(Session session, boolean complete) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", session.status());
        var end = session.end();
        json.put("proven", end != null && end.proven());
        json.put("complete", complete);
        if (end != null) {
            put(json, "exitCode", end.exitCode());
            put(json, "signal", end.signal());
            put(json, "code", end.code());
            put(json, "reason", end.reason());
            json.put("outBytes", end.outBytes());
            json.put("errBytes", end.errBytes());
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
