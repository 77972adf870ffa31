package dev.signalbox.dev;

import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.schemas.codec.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What `dev --json` prints, once.
///
/// @param dialects base addresses of the dialects that are served, by name, of the first node
record ReadyLine(
        boolean ready,
        List<URI> api,
        String token,
        String kafka,
        String host,
        String baseDir,
        String dataDir,
        long pid,
        Map<String, URI> dialects) {
    static ReadyLine of(DevStack stack) {
        return new ReadyLine(
                true,
                stack.api(),
                stack.token(),
                stack.kafka(),
                stack.hostId(),
                stack.baseDirs().getFirst().toString(),
                stack.dataDir().toString(),
                ProcessHandle.current().pid(),
                stack.dialects(0));
    }

    String json() {
        return new String(Json.encode(this), StandardCharsets.UTF_8);
    }
}
