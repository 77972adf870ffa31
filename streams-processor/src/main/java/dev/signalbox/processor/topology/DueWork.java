package dev.signalbox.processor.topology;

import dev.signalbox.processor.decide.Due;
import dev.signalbox.processor.intake.Causes;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.tick.Outlook;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.state.Cause;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Record;

/// What a tick sets off: what is due is decided, one after the other, each whole or not at all.
final class DueWork {
    /// How many due things one tick decides, so that a commit is never far; the rest is the next one's, at once.
    static final int LIMIT = 500;

    private final Wiring wiring;
    private final Register register;

    DueWork(Wiring wiring, Register register) {
        this.wiring = wiring;
        this.register = register;
    }

    void tick(Record<byte[], Input> record, CommandRecord command, Command.Tick tick) {
        Row.Clock clock;
        List<Due> due;
        try {
            clock = wiring.decisions()
                    .tick(register.clock(), tick, record.value().at().appendedAt());
            due = wiring.decisions().due(register.tables(), clock, LIMIT + 1).stream()
                    .filter(one -> !wiring.dueDeaths().quarantined(Causes.key(one)))
                    .toList();
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            register.deadLetter(record, new Attempt.Faulted(e));
            return;
        } finally {
            register.release();
        }
        register.advance(clock);
        var cause = new Causes(record.value().at(), clock.now()).of(command);
        due.stream().limit(LIMIT).forEach(one -> decide(record, one, cause));
        wiring.agenda().expect(register.partition(), outlook(clock), due.size() > LIMIT);
        wiring.metrics().decided("tick");
    }

    private void decide(Record<byte[], Input> record, Due due, Cause tick) {
        Attempt attempt;
        try {
            attempt = Attempt.of(due.namespace(), () -> wiring.decisions().due(register.tables(), due, tick));
        } finally {
            register.release();
        }
        switch (attempt) {
            case Attempt.Decided decided -> register.carryOut(decided);
            case Attempt.Undecided undecided -> {
                // Its row stays, so the next tick tries again; after three times it waits for a repaired processor.
                wiring.dueDeaths().add(Causes.key(due));
                register.deadLetter(record, undecided);
            }
        }
        wiring.metrics().decided("due");
    }

    private Outlook outlook(Row.Clock clock) {
        try {
            return Outlook.of(register.tables(), clock);
        } finally {
            register.release();
        }
    }
}
