package dev.signalbox.api.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Puts the frames of one client together to messages. Called by the thread that reads the connection.
final class WsMessages {
    private static final int UNSUPPORTED = 1003;
    private static final int TOO_BIG = 1009;
    private static final char REPLACEMENT = '\ufffd';

    private final WsProtocol protocol;
    private final WsConnection connection;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean refused;

    WsMessages(WsProtocol protocol, WsConnection connection) {
        this.protocol = protocol;
        this.connection = connection;
    }

    /// @param part decoded by itself: where a frame ends within a character, or none is one, it holds U+FFFD
    void text(String part, boolean last) {
        connection.heard();
        if (refused || tooBig((long) text.length() + part.length())) {
            return;
        }
        text.append(part);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            connection.received(whole.indexOf(REPLACEMENT) >= 0 ? WsConnection.UNREADABLE : whole);
        }
    }

    void binary(byte[] part, boolean last) {
        connection.heard();
        if (refused) {
            return;
        }
        if (!protocol.binaryIsText()) {
            refuse(UNSUPPORTED, "messages of clients are text");
            return;
        }
        if (tooBig((long) bytes.size() + part.length)) {
            return;
        }
        bytes.writeBytes(part);
        if (last) {
            connection.received(decoded());
            bytes.reset();
        }
    }

    private String decoded() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return WsConnection.UNREADABLE;
        }
    }

    private boolean tooBig(long length) {
        if (length <= protocol.maxMessage()) {
            return false;
        }
        refuse(TOO_BIG, "a message is larger than " + protocol.maxMessage() + " characters");
        return true;
    }

    private void refuse(int code, String why) {
        refused = true;
        text.setLength(0);
        bytes.reset();
        connection.close(code, why);
    }
}
