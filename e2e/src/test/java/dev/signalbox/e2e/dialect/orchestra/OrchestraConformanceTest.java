package dev.signalbox.e2e.dialect.orchestra;

import dev.signalbox.e2e.dialect.DialectConformance;

/// Orchestra keeps to what every dialect must answer.
final class OrchestraConformanceTest extends DialectConformance {
    OrchestraConformanceTest() {
        super(new OrchestraSpoken());
    }
}
