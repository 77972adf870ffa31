package dev.signalbox.processor.topology;

import dev.signalbox.processor.intake.Position;
import dev.signalbox.processor.intake.Verification;
import dev.signalbox.processor.intake.Verifier;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.topic.Topics;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/// Lets through what may be decided; all else becomes a dead letter, and the partition goes on.
final class VerifyStage implements Processor<byte[], byte[], Object, Object> {
    private final Wiring wiring;
    private final Verifier verifier;
    private ProcessorContext<Object, Object> context;
    private StoreTables tables;
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init")
    VerifyStage(Wiring wiring) {
        this.wiring = wiring;
        this.verifier = new Verifier(wiring.partitions());
    }

    @Override
    public void init(ProcessorContext<Object, Object> newContext) {
        context = newContext;
        KeyValueStore<String, byte[]> store = newContext.getStateStore(ProcessorTopology.TABLES);
        tables = new StoreTables(store);
        outbox = new Outbox(newContext, wiring.metrics());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        var at = new Position(metadata.topic(), metadata.partition(), metadata.offset(), record.timestamp());
        switch (verify(at, record)) {
            case Verification.Accepted accepted ->
                context.forward(record.withValue(new Input(at, record.value(), accepted)), ProcessorTopology.DECIDE);
            case Verification.Rejected(var cause, var message) -> {
                outbox.deadLetter(new DeadLetter(at, cause, message), record.key(), record.value(), record.headers());
                if (cause == Verification.Cause.QUARANTINED && at.topic().equals(Topics.COMMANDS.name())) {
                    abandon(at, record);
                }
            }
            case Verification.Ignored(var cause) -> wiring.metrics().ignored(cause);
        }
    }

    /// Its writer waits for an outcome.
    private void abandon(Position at, Record<byte[], byte[]> record) {
        if (wiring.deaths().answerable(at)
                && wiring.deaths().counting(at, () -> verifier.command(record.value(), at.partition()))
                        instanceof Verification.AcceptedCommand(var command)
                && !(command.command() instanceof Command.Tick)) {
            Input input = new Input(at, record.value(), new Verification.Abandoned(command));
            context.forward(record.withValue(input), ProcessorTopology.DECIDE);
        }
    }

    private Verification verify(Position at, Record<byte[], byte[]> record) {
        if (wiring.deaths().quarantined(at)) {
            return new Verification.Rejected(Verification.Cause.QUARANTINED, "it ended the thread several times");
        }
        return wiring.deaths().counting(at, () -> {
            if (at.topic().equals(Topics.COMMANDS.name())) {
                return verifier.command(record.value(), at.partition());
            }
            Header signature = record.headers().lastHeader(ReportBatch.SIGNATURE);
            byte[] bytes = signature == null ? null : signature.value();
            return verifier.reports(record.value(), bytes, at.partition(), tables);
        });
    }
}
