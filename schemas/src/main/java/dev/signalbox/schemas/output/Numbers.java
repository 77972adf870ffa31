package dev.signalbox.schemas.output;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Whole numbers as the values of headers: 8 bytes, the highest first.
final class Numbers {
    private Numbers() {}

    static byte[] encode(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /// Null when it is none.
    static @Nullable Long decode(byte @Nullable [] bytes) {
        return bytes == null || bytes.length != Long.BYTES
                ? null
                : Long.valueOf(ByteBuffer.wrap(bytes).getLong());
    }
}
