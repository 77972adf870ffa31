package dev.signalbox.e2e.dialect.elemental;

import dev.signalbox.e2e.dialect.StreamConformance;

/// Elemental keeps to what every dialect's clients may rely on who watch.
final class ElementalStreamsTest extends StreamConformance {
    ElementalStreamsTest() {
        super(new ElementalSpoken());
    }
}
