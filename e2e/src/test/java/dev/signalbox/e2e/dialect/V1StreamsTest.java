package dev.signalbox.e2e.dialect;

/// The native API keeps to what every dialect's clients may rely on who watch.
final class V1StreamsTest extends StreamConformance {
    V1StreamsTest() {
        super(new V1());
    }
}
