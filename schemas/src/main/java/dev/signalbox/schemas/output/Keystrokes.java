package dev.signalbox.schemas.output;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One record on `keystrokes.<h>`: bytes typed into a terminal session. The Kafka key is the session's id, the value
/// the bytes. Applied at most once, in the order of `seq` within `epoch`.
///
/// @param epoch of the writer's lease
/// @param seq +1 with each record of the epoch, from 1
/// @param notAfter at most 30 s after writing; a host that reads it later drops it and tells
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or keeps them
public record Keystrokes(String sessionId, long epoch, long seq, Instant notAfter, byte[] bytes) {
    public static final String EPOCH = "epoch";
    public static final String SEQ = "seq";
    public static final String NOT_AFTER = "not-after";

    /// The most bytes in one record.
    public static final int MAX_BYTES = 64 * 1024;

    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(EPOCH, Numbers.encode(epoch));
        headers.put(SEQ, Numbers.encode(seq));
        headers.put(NOT_AFTER, Numbers.encode(notAfter.toEpochMilli()));
        return headers;
    }

    /// Reads a record back; null when it is not one of ours.
    public static @Nullable Keystrokes of(String key, Function<String, byte @Nullable []> headers, byte[] value) {
        Long epoch = Numbers.decode(headers.apply(EPOCH));
        Long seq = Numbers.decode(headers.apply(SEQ));
        Long notAfter = Numbers.decode(headers.apply(NOT_AFTER));
        return epoch == null || seq == null || notAfter == null
                ? null
                : new Keystrokes(key, epoch, seq, Instant.ofEpochMilli(notAfter), value);
    }
}
