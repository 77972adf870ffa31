package dev.signalbox.processor.topology;

import dev.signalbox.processor.carry.Parcel;
import dev.signalbox.processor.carry.Parcel.Packed;
import dev.signalbox.processor.carry.Parcel.Piece;
import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.schemas.state.StateRecord;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends records to the sinks, each into the partition that the task reads.
record Outbox(ProcessorContext<? super Placed, ? super byte[]> context, ProcessorMetrics metrics) {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    /// Events, states, directives, and last the outcome, so that whoever sees it has seen the rest.
    void send(Packed packed, long now) {
        packed.events().forEach(event -> forward(ProcessorTopology.EVENTS, event, now));
        packed.states().forEach(state -> state(state, now));
        packed.directives().forEach(directive -> forward(ProcessorTopology.DIRECTIVES, directive, now));
        if (packed.outcome() != null) {
            outcome(packed.outcome(), now);
        }
    }

    void outcome(Piece outcome, long now) {
        forward(ProcessorTopology.OUTCOMES, outcome, now);
    }

    void deadLetter(DeadLetter letter, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        context.forward(letter.of(key, value, headers), ProcessorTopology.DEAD_LETTERS);
        metrics.deadLetter(letter.cause());
        log.atWarn()
                .addKeyValue("topic", letter.at().topic())
                .addKeyValue("partition", letter.at().partition())
                .addKeyValue("offset", letter.at().offset())
                .addKeyValue("cause", letter.cause())
                .log("dead letter: {}", letter.message());
    }

    private void state(Parcel.State state, long now) {
        var headers = new RecordHeaders();
        if (state.piece().value() == null) {
            headers.add(
                    StateRecord.DELETED_BY,
                    ByteBuffer.allocate(Long.BYTES).putLong(state.n()).array());
        }
        forward(ProcessorTopology.STATE, state.piece(), now, headers);
    }

    private void forward(String sink, Piece piece, long now) {
        forward(sink, piece, now, new RecordHeaders());
    }

    private void forward(String sink, Piece piece, long now, Headers headers) {
        var key = new Placed(context.taskId().partition(), piece.keyBytes());
        context.forward(new Record<>(key, piece.value(), now, headers), sink);
    }
}
