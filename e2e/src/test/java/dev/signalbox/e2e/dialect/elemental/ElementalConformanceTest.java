package dev.signalbox.e2e.dialect.elemental;

import dev.signalbox.e2e.dialect.DialectConformance;

/// Elemental keeps to what every dialect must answer.
final class ElementalConformanceTest extends DialectConformance {
    ElementalConformanceTest() {
        super(new ElementalSpoken());
    }
}
