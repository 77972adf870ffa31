package dev.signalbox.processor.topology;

import dev.signalbox.processor.carry.Parcel.Piece;
import dev.signalbox.processor.intake.Deduplication;
import dev.signalbox.processor.intake.FirstOutcome;
import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.processor.tick.Outlook;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.outcome.Outcome;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the decisions of one task are written: its stores and its sinks. Everything that is handed over here was
/// encoded and measured before.
final class Register {
    private static final Logger log = LoggerFactory.getLogger(Register.class);

    private final ProcessorContext<Placed, byte[]> context;
    private final Wiring wiring;
    private final StoreTables tables;
    private final FirstOutcomes firstOutcomes;
    private final Outbox outbox;
    private Row.Clock clock;
    private boolean marked;

    Register(ProcessorContext<Placed, byte[]> context, Wiring wiring) {
        this.context = context;
        this.wiring = wiring;
        tables = new StoreTables(context.getStateStore(ProcessorTopology.TABLES));
        firstOutcomes = new FirstOutcomes(context.getStateStore(ProcessorTopology.FIRST_OUTCOMES));
        outbox = new Outbox(context, wiring.metrics());
        clock = tables.get(Keys.CLOCK) instanceof Row.Clock stored ? stored : Row.Clock.START;
    }

    int partition() {
        return context.taskId().partition();
    }

    Tables tables() {
        return tables;
    }

    /// Closes what the decision left open.
    void release() {
        tables.release();
    }

    Row.Clock clock() {
        return clock;
    }

    /// Moves the clock to the append time of a record.
    void advance(long appendedAt) {
        if (appendedAt > clock.now()) {
            advance(clock.at(appendedAt));
        }
    }

    void advance(Row.Clock to) {
        clock = to;
        if (!marked) {
            firstOutcomes.mark(to.now());
            marked = true;
        }
        tables.put(new Piece(Keys.CLOCK, Json.encode(to)));
    }

    /// The newest event of a namespace.
    long newest(String namespace) {
        return tables.get(Keys.counter(namespace)) instanceof Row.Counter counter ? counter.n() : 0;
    }

    @Nullable
    FirstOutcome first(String key) {
        return firstOutcomes.find(key, clock.now());
    }

    void carryOut(Attempt.Decided decided) {
        decided.packed().rows().forEach(tables::put);
        outbox.send(decided.packed(), clock.now());
        wiring.agenda()
                .expectAlso(partition(), Outlook.of(decided.decision().rows().values(), clock));
        if (!decided.packed().events().isEmpty() || decided.packed().outcome() != null) {
            wiring.commit().want(context);
        }
    }

    /// Writes an answer that changes nothing else.
    void answer(Outcome outcome) {
        outbox.outcome(new Piece(outcome.commandId(), Json.encode(outcome)), clock.now());
        wiring.commit().want(context);
    }

    /// Keeps an outcome so that it is found by the command's id.
    void rememberId(CommandRecord command, Outcome outcome) {
        remember(Deduplication.idKey(command.namespace(), command.id()), command, outcome);
    }

    /// Keeps an outcome so that a repetition of the command finds it.
    void rememberFirst(CommandRecord command, Outcome outcome) {
        rememberId(command, outcome);
        if (command.idempotencyKey() != null) {
            remember(Deduplication.key(command), command, outcome);
        }
    }

    private void remember(String key, CommandRecord command, Outcome outcome) {
        firstOutcomes.put(key, Json.encode(new FirstOutcome(command.requestHash(), outcome)), clock.now());
    }

    /// Nothing was written for this record.
    void deadLetter(Record<byte[], Input> record, Attempt.Undecided undecided) {
        Input input = record.value();
        var letter = new DeadLetter(input.at(), undecided.cause(), undecided.message());
        outbox.deadLetter(letter, record.key(), input.value(), record.headers());
        if (undecided instanceof Attempt.Faulted(var fault)) {
            log.atError()
                    .addKeyValue("topic", input.at().topic())
                    .addKeyValue("partition", input.at().partition())
                    .addKeyValue("offset", input.at().offset())
                    .setCause(fault)
                    .log("deciding failed; the record is a dead letter");
        }
    }
}
