package dev.signalbox.e2e.dialect.orchestra;

import dev.signalbox.e2e.dialect.StreamConformance;

/// Orchestra keeps to what every dialect's clients may rely on who watch.
final class OrchestraStreamsTest extends StreamConformance {
    OrchestraStreamsTest() {
        super(new OrchestraSpoken());
    }
}
