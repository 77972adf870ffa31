package dev.signalbox.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// What this process counts.
public final class ProcessorMetrics {
    private final MeterRegistry registry;

    public ProcessorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// @param kind command, reports, tick, due, repeat, conflict or lookup
    public void decided(String kind) {
        counter("signalbox.decisions", "kind", kind).increment();
    }

    public void deadLetter(Enum<?> cause) {
        counter("signalbox.dead.letters", "cause", name(cause)).increment();
    }

    public void ignored(Enum<?> cause) {
        counter("signalbox.ignored", "cause", name(cause)).increment();
    }

    /// Directives that reached their host's topic, or why not.
    public void routed(String result) {
        counter("signalbox.routed.directives", "result", result).increment();
    }

    public void threadReplaced() {
        registry.counter("signalbox.threads.replaced").increment();
    }

    private Counter counter(String name, String tag, String value) {
        return registry.counter(name, tag, value);
    }

    private static String name(Enum<?> cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }
}
