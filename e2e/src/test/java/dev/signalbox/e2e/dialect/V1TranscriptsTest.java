package dev.signalbox.e2e.dialect;

import java.net.URI;
import java.util.List;
import java.util.Map;

final class V1TranscriptsTest extends TranscriptSuite {
    @Override
    protected String name() {
        return "v1";
    }

    @Override
    protected List<URI> bases() {
        return system.nodes();
    }

    @Override
    protected Map<String, String> known(String transcript) {
        return Map.of();
    }
}
