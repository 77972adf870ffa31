package dev.signalbox.e2e.dialect.orchestra;

import dev.signalbox.e2e.dialect.TranscriptSuite;
import java.util.Map;

/// Each example of the original's description, request and answer.
final class OrchestraTranscriptsTest extends TranscriptSuite {
    @Override
    protected String name() {
        return "orchestra";
    }

    @Override
    protected Map<String, String> known(String transcript) {
        return Map.of();
    }
}
