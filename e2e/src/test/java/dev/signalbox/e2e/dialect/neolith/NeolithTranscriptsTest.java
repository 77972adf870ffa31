package dev.signalbox.e2e.dialect.neolith;

import dev.signalbox.e2e.dialect.TranscriptSuite;
import dev.signalbox.e2e.dialect.neolith.Http.Key;
import java.util.Map;
import java.util.UUID;

/// Every example of the original's description, asked and answered.
final class NeolithTranscriptsTest extends TranscriptSuite {
    @Override
    protected String name() {
        return "neolith";
    }

    @Override
    protected Map<String, String> known(String transcript) {
        String id = "vp_" + UUID.randomUUID().toString().substring(0, 8);
        Key key = Key.made(new Http(system.dialect(0, "neolith")), id);
        return Map.of("orchestrator", id, "apiKey", key.apiKey(), "apiSecret", key.apiSecret());
    }
}
