package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.OutputStep;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.StreamOutput;
import dev.signalbox.api.http.Streams;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream of a session's output as plain bytes. There is no way to say in them that something is missing, so
/// that is said before they begin, or the connection breaks off.
final class RawOutput {
    private static final String TYPE = "application/octet-stream";
    private static final int COLLECT = 4 * 1024 * 1024;

    /// How many heartbeats in all announced bytes may keep a client waiting.
    private static final int MAX_IDLE = 3;

    private final ApiCore core;
    private final Streams streams;
    private final Duration heartbeat;

    RawOutput(ApiCore core, Streams streams, Duration heartbeat) {
        this.core = core;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    Reply reply(Request request, String id, Stream stream, Start start) throws InterruptedException {
        String namespace = request.principal().namespace();
        Optional<ByteRange> range = request.header("Range").flatMap(ByteRange::parse);
        Session session = core.views()
                .get(namespace, Kind.SESSION, id)
                .map(Row::entity)
                .orElseThrow(() -> Views.missing(Kind.SESSION, "session"));
        Long total = total(session, stream);
        if (range.isPresent()) {
            return total == null
                    ? collected(request, id, stream, range.get())
                    : ranged(request, id, stream, range.get(), total);
        }
        boolean follow = Parameters.truth(request, "follow", false);
        long length = total == null ? -1 : announced(start, stream, total);
        // An ended session's last bytes may still be on their way into the log.
        return streamed(request, id, stream, start, follow || total != null, 200, length);
    }

    /// How many bytes there will be; -1 where that depends on what the log says of the place.
    private static long announced(Start start, Stream stream, long total) {
        return switch (start) {
            case Start.Beginning _ -> total;
            case Start.AtByte(var of, var offset) when of == stream -> Math.max(0, total - offset);
            case Start.AtByte _, Start.End _, Start.Keyframe _, Start.Behind _, Start.Since _ -> -1;
        };
    }

    private Reply ranged(Request request, String id, Stream stream, ByteRange range, long total)
            throws InterruptedException {
        Optional<ByteRange.Span> span = range.within(total);
        if (span.isEmpty()) {
            return unsatisfiable("*/" + total);
        }
        var at = span.get();
        return streamed(request, id, stream, new Start.AtByte(stream, at.from()), true, 206, at.length())
                .header("Content-Range", "bytes " + at.from() + "-" + at.to() + "/" + total);
    }

    private Reply streamed(
            Request request, String id, Stream stream, Start start, boolean follow, int status, long length)
            throws InterruptedException {
        Streams.Permit permit = streams.admit(request.principal());
        OutputFeed feed = null;
        boolean handed = false;
        try {
            feed = core.output().open(request.principal().namespace(), id, start, follow);
            OutputFeed here = feed;
            OutputStep first = feed.next(Duration.ofMillis(500));
            refuseGap(first);
            Instant expires = request.principal().expiresAt();
            handed = true;
            return new Reply.Streamed(status, Map.of("Accept-Ranges", "bytes"), TYPE, length, out -> {
                try (permit;
                        here) {
                    out.onStop(here::wake);
                    write(here, first, stream, follow, length, expires, out);
                }
            });
        } finally {
            if (!handed) {
                permit.close();
                if (feed != null) {
                    feed.close();
                }
            }
        }
    }

    private void write(
            OutputFeed feed,
            OutputStep first,
            Stream stream,
            boolean follow,
            long length,
            @Nullable Instant expires,
            StreamOutput out)
            throws IOException, InterruptedException {
        long left = length < 0 ? Long.MAX_VALUE : length;
        int idle = 0;
        OutputStep step = first;
        while (left > 0) {
            boolean over = false;
            switch (step) {
                case OutputStep.Output(var record, _, _) -> {
                    if (wanted(record, stream)) {
                        int bytes = (int) Math.min(left, record.value().length);
                        out.write(record.value(), 0, bytes);
                        left -= bytes;
                    }
                }
                case OutputStep.Gap _ ->
                    throw new IOException("records are missing in the middle of a stream of bytes");
                case OutputStep.CaughtUp _ -> over = !follow;
                case OutputStep.End _ -> over = true;
                case OutputStep.Idle _ ->
                    over = out.stopping()
                            || (expires != null && Instant.now().isAfter(expires))
                            || (length >= 0 && ++idle > MAX_IDLE);
            }
            if (over) {
                if (length >= 0 && left > 0) {
                    throw new IOException("fewer bytes came than were announced");
                }
                return;
            }
            if (left > 0) {
                step = feed.next(heartbeat);
            }
        }
    }

    /// The length of a live session's stream is not known: what is there is read first, and then announced.
    private Reply collected(Request request, String id, Stream stream, ByteRange range) throws InterruptedException {
        Long from = range.first();
        if (from == null) {
            return unsatisfiable("*/*");
        }
        int max = range.last() == null ? COLLECT : (int) Math.min(COLLECT, range.last() - from + 1);
        var bytes = new ByteArrayOutputStream();
        try (var _ = streams.admit(request.principal());
                var feed = core.output()
                        .open(request.principal().namespace(), id, new Start.AtByte(stream, from), false)) {
            boolean over = false;
            while (!over && bytes.size() < max) {
                OutputStep step = feed.next(heartbeat);
                refuseGap(step);
                switch (step) {
                    case OutputStep.Output(var record, _, _) -> {
                        if (wanted(record, stream)) {
                            bytes.writeBytes(record.value());
                        }
                    }
                    case OutputStep.Idle _ ->
                        throw Refusal.of(ErrorCode.UNAVAILABLE, "the log cannot be read at the moment")
                                .asException();
                    case OutputStep.CaughtUp _, OutputStep.End _, OutputStep.Gap _ -> over = true;
                }
            }
        }
        byte[] body = bytes.size() > max ? Arrays.copyOf(bytes.toByteArray(), max) : bytes.toByteArray();
        if (body.length == 0) {
            return unsatisfiable("*/*");
        }
        return new Reply.Whole(206, Map.of("Accept-Ranges", "bytes"), TYPE, body)
                .header("Content-Range", "bytes " + from + "-" + (from + body.length - 1) + "/*");
    }

    private static boolean wanted(OutputRecord record, Stream stream) {
        // A keyframe comes only to who asked to begin with one.
        return (record.kind() == OutputRecord.Kind.BYTES || record.kind() == OutputRecord.Kind.KEYFRAME)
                && record.stream() == stream;
    }

    private static void refuseGap(OutputStep step) {
        if (step instanceof OutputStep.Gap gap) {
            throw Refusal.of(ErrorCode.CURSOR_EXPIRED, "the bytes from there on are not retained any more")
                    .hint(gap.toByte() == null ? "read events instead" : "begin with fromByte=" + gap.toByte())
                    .with(Refusal.OLDEST, gap.cursor().encode())
                    .with(Refusal.OUTPUT_FROM, gap.retained().facts())
                    .asException();
        }
    }

    private static Reply unsatisfiable(String contentRange) {
        Refusal refusal = Refusal.of(ErrorCode.INVALID_REQUEST, "Range", "there are no such bytes");
        Map<String, Object> problem = V1Refusals.problem(refusal);
        problem.put("status", 416);
        return new Reply.Whole(416, Map.of(), V1Refusals.PROBLEM, Json.encode(problem))
                .header("Content-Range", "bytes " + contentRange);
    }

    private static @Nullable Long total(Session session, Stream stream) {
        var end = session.end();
        if (!session.status().terminal() || end == null || !end.proven()) {
            return null;
        }
        return switch (stream) {
            case OUT -> end.outBytes();
            case ERR -> end.errBytes();
        };
    }
}
