package dev.signalbox.schemas.output;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One record on `output.<h>`: raw bytes, a structured item, or a mark. The Kafka key is the session's id;
/// everything but the value travels in headers, so that bytes stay bytes.
///
/// @param seq +1 with each record of the session, from 1: only it proves completeness
/// @param stream OUT, or ERR where a provider's standard error is kept apart
/// @param streamByte offset in its stream of the first byte (BYTES), of the end of the source line (ITEM), of the
/// end (END), of the byte that follows (KEYFRAME)
/// @param incarnation of the host agent; behind a FENCE, records of a lower one do not exist
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or keeps them
public record OutputRecord(
        String sessionId, long seq, Kind kind, Stream stream, long streamByte, long incarnation, byte[] value) {

    public static final String SEQ = "seq";
    public static final String KIND = "kind";
    public static final String STREAM = "stream";
    public static final String BYTE = "byte";
    public static final String INCARNATION = "incarnation";

    /// Reserved for the id of the key that a value is encrypted with.
    public static final String KEY_ID = "key-id";

    /// The key and session id of a FENCE, which belongs to no session.
    public static final String FENCE_KEY = "fence";

    public enum Kind {
        /// Raw bytes, 1 to 64 KiB.
        BYTES,
        /// An [Item] as JSON.
        ITEM,
        /// What a terminal shows: bytes, 1 to 512 KiB, that make an empty one show it. They are no part of the
        /// stream, whose next byte is `streamByte`.
        KEYFRAME,
        /// The stream is complete; value: empty. Both streams' lengths stand in the session's end.
        END,
        /// A host agent of the incarnation began to write.
        FENCE
    }

    public enum Stream {
        OUT,
        ERR
    }

    /// The offset of the byte after the last.
    public long endByte() {
        return kind == Kind.BYTES ? streamByte + value.length : streamByte;
    }

    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(SEQ, Numbers.encode(seq));
        headers.put(KIND, wireName(kind));
        headers.put(STREAM, wireName(stream));
        headers.put(BYTE, Numbers.encode(streamByte));
        headers.put(INCARNATION, Numbers.encode(incarnation));
        return headers;
    }

    /// Reads a record back; null when it is not one of ours.
    ///
    /// @param headers looks a header up by its name
    public static @Nullable OutputRecord of(String key, Function<String, byte @Nullable []> headers, byte[] value) {
        Long seq = Numbers.decode(headers.apply(SEQ));
        Kind kind = named(Kind.values(), headers.apply(KIND));
        Stream stream = named(Stream.values(), headers.apply(STREAM));
        Long at = Numbers.decode(headers.apply(BYTE));
        Long incarnation = Numbers.decode(headers.apply(INCARNATION));
        if (seq == null || kind == null || stream == null || at == null || incarnation == null) {
            return null;
        }
        return new OutputRecord(key, seq, kind, stream, at, incarnation, value);
    }

    /// The mark with which a host agent begins to write.
    public static OutputRecord fence(long incarnation) {
        return new OutputRecord(FENCE_KEY, 0, Kind.FENCE, Stream.OUT, 0, incarnation, new byte[0]);
    }

    public byte[] keyBytes() {
        return sessionId.getBytes(StandardCharsets.UTF_8);
    }

    private static <E extends Enum<E>> @Nullable E named(E[] values, byte @Nullable [] name) {
        for (E value : values) {
            if (Arrays.equals(wireName(value), name)) {
                return value;
            }
        }
        return null;
    }

    private static byte[] wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }
}
