package dev.signalbox.api.stage;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.topic.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Plays a host's part on its output topic.
public final class HostPart implements AutoCloseable {
    private final String hostId;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, long[]> positions = new HashMap<>();
    private long incarnation = 1;

    public HostPart(SharedKafka.Running kafka, String hostId) {
        this.hostId = hostId;
        kafka.create(Topics.ofHost(hostId));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.servers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        fence(1);
    }

    public String hostId() {
        return hostId;
    }

    public void fence(long newIncarnation) {
        incarnation = newIncarnation;
        send(OutputRecord.fence(newIncarnation));
    }

    /// Writes bytes of a session in records of at most 64 KiB; the offset of the last.
    public long bytes(String sessionId, Stream stream, byte[] bytes) {
        long offset = -1;
        for (int from = 0; from < bytes.length; from += 64 * 1024) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 64 * 1024));
            long[] at = positions.computeIfAbsent(sessionId, _ -> new long[3]);
            long begin = at[1 + stream.ordinal()];
            at[1 + stream.ordinal()] += chunk.length;
            offset = send(new OutputRecord(sessionId, ++at[0], Kind.BYTES, stream, begin, incarnation, chunk));
        }
        return offset;
    }

    public long item(String sessionId, Item item) {
        long[] at = positions.computeIfAbsent(sessionId, _ -> new long[3]);
        return send(new OutputRecord(sessionId, ++at[0], Kind.ITEM, Stream.OUT, at[1], incarnation, Json.encode(item)));
    }

    public long end(String sessionId) {
        long[] at = positions.computeIfAbsent(sessionId, _ -> new long[3]);
        return send(new OutputRecord(sessionId, ++at[0], Kind.END, Stream.OUT, at[1], incarnation, new byte[0]));
    }

    /// How many bytes of a stream were written.
    public long length(String sessionId, Stream stream) {
        return positions.getOrDefault(sessionId, new long[3])[1 + stream.ordinal()];
    }

    public long seq(String sessionId) {
        return positions.getOrDefault(sessionId, new long[3])[0];
    }

    /// Writes a record as it is.
    public long send(OutputRecord output) {
        var record = new ProducerRecord<>(Topics.output(hostId).name(), 0, output.keyBytes(), output.value());
        output.headers().forEach((name, value) -> record.headers().add(name, value));
        try {
            return producer.send(record).get().offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
