package dev.signalbox.host.session;

import dev.signalbox.host.driver.SessionExit;
import dev.signalbox.host.process.Signal;
import dev.signalbox.host.spool.SpoolReader;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionEnd.WorkspaceResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a session's end into the record's words.
final class Ends {
    private static final int TAIL = 8 * 1024;

    private Ends() {}

    /// @param stopReason why it was told to stop, null when it was not
    static SessionEnd of(
            SessionExit exit,
            @Nullable String stopReason,
            long outBytes,
            long errBytes,
            @Nullable String tail,
            @Nullable WorkspaceResult workspace,
            List<Long> survivors) {
        return switch (exit) {
            case SessionExit.Exited(var code, var at) ->
                new SessionEnd(at, true, code, null, null, stopReason, outBytes, errBytes, tail, workspace, survivors);
            case SessionExit.Killed(var signal, var at) ->
                new SessionEnd(
                        at,
                        true,
                        null,
                        Signal.nameOf(signal),
                        null,
                        stopReason,
                        outBytes,
                        errBytes,
                        tail,
                        workspace,
                        survivors);
            case SessionExit.NotExecuted(var reason, var at) ->
                new SessionEnd(
                        at,
                        true,
                        null,
                        null,
                        ErrorCode.LAUNCH_FAILED,
                        reason,
                        outBytes,
                        errBytes,
                        tail,
                        workspace,
                        survivors);
            case SessionExit.Lost(var reason, var at) ->
                new SessionEnd(at, true, null, null, null, reason, outBytes, errBytes, tail, workspace, survivors);
        };
    }

    /// The end of a stream as text; what is cut at its beginning is left out.
    static @Nullable String tail(Path stream) throws IOException {
        byte[] bytes = SpoolReader.tail(stream, TAIL);
        if (bytes.length == 0) {
            return null;
        }
        int start = 0;
        while (bytes.length == TAIL && start < 4 && (bytes[start] & 0xC0) == 0x80) {
            start++;
        }
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8).replace("\0", "");
    }
}
