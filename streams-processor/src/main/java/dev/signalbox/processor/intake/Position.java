package dev.signalbox.processor.intake;

/// Where an input record stands.
///
/// @param appendedAt the broker's append time, in milliseconds since 1970
public record Position(String topic, int partition, long offset, long appendedAt) {
    /// The same place by name, without the time.
    public String place() {
        return topic + "-" + partition + "@" + offset;
    }
}
