package dev.signalbox.bench.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Reads a session's event stream with as little work as a client can do: it looks at each line's beginning and counts
/// the payload, so that the client is not what is measured.
public final class EventBytes implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
    private static final byte[] ID = "id: ".getBytes(US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] PAYLOAD = "\"data\":\"".getBytes(US_ASCII);

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    EventBytes(InputStream in) {
        this.in = in;
    }

    /// One event.
    ///
    /// @param bytes of a session that it carries; 0 for all but `output`
    public record Event(String name, String cursor, long bytes) {}

    /// Waits for the next event; empty when the server ended the stream.
    public Optional<Event> next() throws IOException {
        String name = "";
        String cursor = "";
        long bytes = 0;
        while (true) {
            int end = line();
            if (end < 0) {
                return Optional.empty();
            }
            if (end == from && !name.isEmpty()) {
                from = end + 1;
                return Optional.of(new Event(name, cursor, bytes));
            }
            if (begins(EVENT, end)) {
                name = text(EVENT.length, end);
            } else if (begins(ID, end)) {
                cursor = text(ID.length, end);
            } else if (begins(DATA, end) && name.equals("output")) {
                bytes = payload(end);
            }
            from = end + 1;
        }
    }

    /// Reads on until so many bytes have come.
    ///
    /// @throws IOException when the stream ends before
    public void await(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            Optional<Event> event = next();
            if (event.isEmpty()) {
                throw new IOException("the stream ended %d bytes early".formatted(left));
            }
            left -= event.get().bytes();
        }
    }

    private long payload(int end) throws IOException {
        for (int i = from; i + PAYLOAD.length <= end; i++) {
            if (Arrays.equals(buffer, i, i + PAYLOAD.length, PAYLOAD, 0, PAYLOAD.length)) {
                int begin = i + PAYLOAD.length;
                int close = end - 1;
                while (close > begin && buffer[close] != '"') {
                    close--;
                }
                int padding = buffer[close - 1] != '=' ? 0 : buffer[close - 2] != '=' ? 1 : 2;
                return (close - begin) / 4 * 3L - padding;
            }
        }
        throw new IOException("an output event without data: " + new String(buffer, from, end - from, UTF_8));
    }

    /// Where the line that begins at `from` ends, -1 at the end of the stream.
    private int line() throws IOException {
        int searched = from;
        while (true) {
            for (int i = searched; i < to; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            searched = to - from;
            if (from > 0) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                to -= from;
                from = 0;
            } else if (to == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int count = in.read(buffer, to, buffer.length - to);
            if (count < 0) {
                return -1;
            }
            to += count;
        }
    }

    private boolean begins(byte[] with, int end) {
        return end - from >= with.length && Arrays.equals(buffer, from, from + with.length, with, 0, with.length);
    }

    private String text(int skip, int end) {
        return new String(buffer, from + skip, end - from - skip, UTF_8);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
