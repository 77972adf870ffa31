package dev.signalbox.e2e.dialect.elemental;

import dev.signalbox.e2e.dialect.TranscriptSuite;
import java.util.Map;
import java.util.UUID;

/// The examples of the original's description.
final class ElementalTranscriptsTest extends TranscriptSuite {
    @Override
    protected String name() {
        return "elemental";
    }

    @Override
    protected Map<String, String> known(String transcript) {
        return Map.of("name", "agent-" + UUID.randomUUID());
    }
}
