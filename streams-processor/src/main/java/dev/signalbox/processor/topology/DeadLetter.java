package dev.signalbox.processor.topology;

import dev.signalbox.processor.intake.Position;
import dev.signalbox.processor.intake.Verification.Cause;
import dev.signalbox.schemas.report.ReportBatch;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// A record on `dead-letters`: key and value as they were, and what happened to them in headers.
///
/// @param message one sentence that repeats nothing of the value
record DeadLetter(Position at, Cause cause, String message) {
    static final String CAUSE = "cause";
    static final String MESSAGE = "message";
    static final String TOPIC = "source-topic";
    static final String PARTITION = "source-partition";
    static final String OFFSET = "source-offset";
    static final String TIMESTAMP = "source-timestamp";

    /// Stands instead of a value that the topic could not take: its size in bytes.
    static final String OMITTED_BYTES = "omitted-bytes";

    private static final int MAX_BYTES = 1_000_000;
    private static final int MAX_KEY_BYTES = 4096;
    private static final int MAX_SIGNATURE_BYTES = 1024;

    Record<Placed, byte[]> of(byte @Nullable [] key, byte @Nullable [] value, Headers source) {
        var headers = new RecordHeaders();
        add(headers, CAUSE, cause.name());
        add(headers, MESSAGE, message.length() > 1024 ? message.substring(0, 1024) : message);
        add(headers, TOPIC, at.topic());
        add(headers, PARTITION, Integer.toString(at.partition()));
        add(headers, OFFSET, Long.toString(at.offset()));
        add(headers, TIMESTAMP, Long.toString(at.appendedAt()));
        Header signature = source.lastHeader(ReportBatch.SIGNATURE);
        if (signature != null && signature.value() != null && signature.value().length <= MAX_SIGNATURE_BYTES) {
            headers.add(signature);
        }
        byte[] keptKey = key != null && key.length > MAX_KEY_BYTES ? null : key;
        byte[] keptValue = value;
        if (value != null && value.length > MAX_BYTES) {
            add(headers, OMITTED_BYTES, Integer.toString(value.length));
            keptValue = null;
        }
        return new Record<>(new Placed(at.partition(), keptKey), keptValue, at.appendedAt(), headers);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
