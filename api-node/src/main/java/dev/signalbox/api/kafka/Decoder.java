package dev.signalbox.api.kafka;

import dev.signalbox.api.core.feed.EventEntry;
import dev.signalbox.api.core.feed.LogEntry;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.output.OutputRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Makes an entry of a feed from a record; null for one that is not ours, whose absence its sequence will show.
interface Decoder<T> {
    /// What an entry weighs beside its value.
    int OVERHEAD = 200;

    @Nullable
    LogEntry<T> decode(ConsumerRecord<byte[], byte[]> record);

    static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    static @Nullable LogEntry<OutputRecord> output(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        OutputRecord output = OutputRecord.of(key(record), name -> header(record, name), value);
        return output == null
                ? null
                : new LogEntry<>(
                        record.offset(),
                        record.timestamp(),
                        output.sessionId(),
                        output.kind() == OutputRecord.Kind.FENCE,
                        value.length + OVERHEAD,
                        output);
    }

    static @Nullable LogEntry<EventEntry> event(ConsumerRecord<byte[], byte[]> record) {
        try {
            EventRecord event = Json.decode(record.value(), EventRecord.class);
            return new LogEntry<>(
                    record.offset(),
                    record.timestamp(),
                    event.namespace(),
                    false,
                    record.value().length * 2 + OVERHEAD,
                    new EventEntry(event, record.value()));
        } catch (MalformedException | RuntimeException e) {
            return null;
        }
    }

    private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
