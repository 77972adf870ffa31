package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Where a watcher of a terminal is, as its messages say it: behind a record, of whose end some bytes may not have
/// been shown yet, since the character or the sequence that they begin had not ended.
///
/// @param waiting those bytes, of the streams that have some
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
record Place(Cursor.Session cursor, Map<Stream, byte[]> waiting) {
    private static final String FIELD = "cursor";
    private static final String BETWEEN = "~";
    private static final int LONGEST = 64 * 1024;

    static Place of(Cursor.Session cursor, Map<Stream, TerminalText> texts) {
        Map<Stream, byte[]> waiting = new EnumMap<>(Stream.class);
        texts.forEach((stream, text) -> {
            byte[] bytes = text.waiting();
            if (bytes.length > 0) {
                waiting.put(stream, bytes);
            }
        });
        return new Place(cursor, waiting);
    }

    /// The cursor; and when bytes wait, those of each stream behind it.
    String encode() {
        if (waiting.isEmpty()) {
            return cursor.encode();
        }
        return cursor.encode()
                + Arrays.stream(Stream.values())
                        .map(stream -> BETWEEN
                                + Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(waiting.getOrDefault(stream, new byte[0])))
                        .collect(Collectors.joining());
    }

    /// @throws RefusedException CURSOR_INVALID
    static Place decode(String text) {
        String[] parts = text.split(BETWEEN, -1);
        Cursor.Session cursor = Cursor.decode(FIELD, parts[0], Cursor.Session.class);
        Stream[] streams = Stream.values();
        if (text.length() > LONGEST || (parts.length > 1 && parts.length != streams.length + 1)) {
            throw invalid();
        }
        Map<Stream, byte[]> waiting = new EnumMap<>(Stream.class);
        for (int i = 1; i < parts.length; i++) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(parts[i]);
                if (bytes.length > 0) {
                    waiting.put(streams[i - 1], bytes);
                }
            } catch (IllegalArgumentException e) {
                throw invalid();
            }
        }
        return new Place(cursor, waiting);
    }

    private static RefusedException invalid() {
        return Refusal.of(ErrorCode.CURSOR_INVALID, FIELD, "is not a cursor as it was given")
                .asException();
    }
}
