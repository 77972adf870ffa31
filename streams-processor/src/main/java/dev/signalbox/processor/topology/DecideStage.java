package dev.signalbox.processor.topology;

import dev.signalbox.processor.carry.Parcel;
import dev.signalbox.processor.decide.Decision;
import dev.signalbox.processor.intake.Answers;
import dev.signalbox.processor.intake.Causes;
import dev.signalbox.processor.intake.Deduplication;
import dev.signalbox.processor.intake.FirstOutcome;
import dev.signalbox.processor.intake.Position;
import dev.signalbox.processor.intake.Verification.Abandoned;
import dev.signalbox.processor.intake.Verification.AcceptedCommand;
import dev.signalbox.processor.intake.Verification.AcceptedReports;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Deduplicates, decides and carries out, each decision whole or not at all.
final class DecideStage implements Processor<byte[], Input, Placed, byte[]> {
    private final Wiring wiring;
    private Register register;
    private DueWork dueWork;

    @SuppressWarnings("NullAway.Init")
    DecideStage(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<Placed, byte[]> context) {
        register = new Register(context, wiring);
        dueWork = new DueWork(wiring, register);
        wiring.agenda().own(register.partition());
    }

    @Override
    public void close() {
        wiring.agenda().release(register.partition());
    }

    @Override
    public void process(Record<byte[], Input> record) {
        Position at = record.value().at();
        wiring.deaths().counting(at, () -> {
            if (record.value().accepted() instanceof AcceptedCommand(var command)
                    && command.command() instanceof Command.Tick tick) {
                dueWork.tick(record, command, tick);
                return true;
            }
            register.advance(at.appendedAt());
            switch (record.value().accepted()) {
                case AcceptedCommand(var command) -> command(record, command);
                case AcceptedReports(var batch) -> reports(record, batch);
                case Abandoned(var command) -> failed(record, command);
            }
            return true;
        });
    }

    private void command(Record<byte[], Input> record, CommandRecord command) {
        Answers answers = answers(command);
        if (command.command() instanceof Command.Lookup(var commandId)) {
            FirstOutcome found = register.first(Deduplication.idKey(command.namespace(), commandId));
            register.answer(
                    found == null
                            ? answers.commandNotFound(commandId)
                            : found.outcome().repeatedFor(command.id()));
            wiring.metrics().decided("lookup");
            return;
        }
        switch (Deduplication.of(register.first(Deduplication.key(command)), command)) {
            case Deduplication.Fresh() -> decide(record, command, answers);
            case Deduplication.Repeat(var outcome) -> answer(command, outcome, "repeat");
            case Deduplication.KeyConflict(var first) -> answer(command, answers.conflict(first), "conflict");
        }
    }

    private void answer(CommandRecord command, Outcome outcome, String kind) {
        register.rememberId(command, outcome);
        register.answer(outcome);
        wiring.metrics().decided(kind);
    }

    private void decide(Record<byte[], Input> record, CommandRecord command, Answers answers) {
        var cause = new Causes(record.value().at(), register.clock().now()).of(command);
        Attempt attempt = attempt(command.namespace(), () -> {
            Decision decision = wiring.decisions().command(register.tables(), command, cause);
            if (decision.outcome() == null) {
                throw new IllegalStateException("decided without an outcome");
            }
            return decision;
        });
        switch (attempt) {
            case Attempt.Decided decided -> {
                Outcome outcome = decided.decision().outcome();
                if (outcome != null) {
                    register.rememberFirst(command, outcome);
                }
                register.carryOut(decided);
            }
            case Attempt.Oversized(var parcel) -> {
                Outcome refusal = answers.tooLarge(parcel.what(), parcel.bytes(), Parcel.LIMIT);
                register.rememberFirst(command, refusal);
                register.answer(refusal);
            }
            case Attempt.Faulted faulted -> {
                register.deadLetter(record, faulted);
                failed(record, command);
            }
        }
        wiring.metrics().decided("command");
    }

    /// Answers that the dead letter says why. Not under the idempotency key: nothing was done, so a retry is free to
    /// succeed.
    private void failed(Record<byte[], Input> record, CommandRecord command) {
        Outcome refusal = answers(command).internal(record.value().at().place());
        register.rememberId(command, refusal);
        register.answer(refusal);
    }

    private Answers answers(CommandRecord command) {
        return new Answers(
                command,
                register.newest(command.namespace()),
                Instant.ofEpochMilli(register.clock().now()));
    }

    private void reports(Record<byte[], Input> record, ReportBatch batch) {
        var cause = new Causes(record.value().at(), register.clock().now()).of(batch);
        switch (attempt(batch.namespace(), () -> wiring.decisions().reports(register.tables(), batch, cause))) {
            case Attempt.Decided decided -> register.carryOut(decided);
            case Attempt.Undecided undecided -> apart(record, batch, cause, undecided);
        }
        wiring.metrics().decided("reports");
    }

    /// What is wrong with one report must not take away the others, of other sessions: the batch is decided in pieces.
    private void apart(Record<byte[], Input> record, ReportBatch batch, Cause cause, Attempt.Undecided undecided) {
        ReportBatch bare = batch.with(List.of());
        switch (attempt(batch.namespace(), () -> wiring.decisions().reports(register.tables(), bare, cause))) {
            case Attempt.Undecided _ -> register.deadLetter(record, undecided);
            case Attempt.Decided decided -> {
                register.carryOut(decided);
                for (Report report : batch.reports()) {
                    more(record, batch.with(List.of(report)), cause);
                }
            }
        }
    }

    private void more(Record<byte[], Input> record, ReportBatch one, Cause cause) {
        switch (attempt(one.namespace(), () -> wiring.decisions().more(register.tables(), one, cause))) {
            case Attempt.Decided decided -> register.carryOut(decided);
            case Attempt.Undecided undecided -> register.deadLetter(record, undecided);
        }
    }

    private Attempt attempt(String namespace, Supplier<Decision> decide) {
        try {
            return Attempt.of(namespace, decide);
        } finally {
            register.release();
        }
    }
}
