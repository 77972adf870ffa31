package dev.signalbox.e2e.dialect;

/// The native API keeps to what every dialect must answer.
final class V1ConformanceTest extends DialectConformance {
    V1ConformanceTest() {
        super(new V1());
    }
}
