package dev.signalbox.cli.attach;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A binary frame of `/v1/ws`: output of one subscription.
///
/// @param offset in the stream, of the first byte of the payload
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares them
record Frame(int kind, int stream, long index, long seq, long offset, byte[] payload) {
    static final int BYTES = 0;
    static final int KEYFRAME = 2;
    private static final int HEADER = 24;
    private static final int VERSION = 1;

    /// @throws IllegalArgumentException when it is not a frame of this version
    static Frame of(ByteBuffer buffer) {
        ByteBuffer in = buffer.duplicate().order(ByteOrder.BIG_ENDIAN);
        if (in.remaining() < HEADER || in.get() != VERSION) {
            throw new IllegalArgumentException("not a frame of this version");
        }
        int kind = in.get();
        int stream = in.get();
        in.get();
        long index = Integer.toUnsignedLong(in.getInt());
        long seq = in.getLong();
        long offset = in.getLong();
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return new Frame(kind, stream, index, seq, offset, payload);
    }
}
