package dev.signalbox.processor.intake;

import dev.signalbox.processor.intake.Verification.Accepted;
import dev.signalbox.processor.intake.Verification.AcceptedCommand;
import dev.signalbox.processor.intake.Verification.AcceptedReports;
import dev.signalbox.processor.intake.Verification.Cause;
import dev.signalbox.processor.intake.Verification.Ignored;
import dev.signalbox.processor.intake.Verification.Rejected;
import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.codec.Signatures;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.topic.Partitions;
import org.jspecify.annotations.Nullable;

/// Judges whether a record may be decided where it stands. Whatever the bytes are, the answer is a value.
///
/// @param partitions how many partitions `commands` and `reports` have
public record Verifier(int partitions) {
    public Verification command(byte @Nullable [] value, int partition) {
        CommandRecord command;
        try {
            command = Json.decode(value, CommandRecord.class);
        } catch (MalformedException e) {
            return malformed(e);
        }
        if (command.command() instanceof Command.Tick != command.namespace().equals(Namespace.EVERY)) {
            return new Rejected(Cause.MALFORMED, "a tick, and nothing else, is for namespace " + Namespace.EVERY);
        }
        if (command.command() instanceof Command.Tick) {
            return new AcceptedCommand(command);
        }
        return inItsPlace(command.namespace(), partition, new AcceptedCommand(command));
    }

    /// @param signature the header [ReportBatch#SIGNATURE], null when there is none
    public Verification reports(byte @Nullable [] value, byte @Nullable [] signature, int partition, Tables tables) {
        if (value == null) {
            return new Rejected(Cause.MALFORMED, "there is no value");
        }
        ReportBatch batch;
        try {
            batch = Json.decode(value, ReportBatch.class);
        } catch (MalformedException e) {
            return malformed(e);
        }
        Verification placed = inItsPlace(batch.namespace(), partition, new AcceptedReports(batch));
        if (placed instanceof Rejected) {
            return placed;
        }
        String key = Keys.entity(batch.namespace(), new EntityRef(EntityType.HOST, batch.hostId()));
        if (!(tables.get(key) instanceof Row.EntityRow(_, Host host))) {
            return new Rejected(Cause.UNKNOWN_HOST, "the host has not joined this namespace");
        }
        if (signature == null || !Signatures.verify(host.publicKey(), value, signature)) {
            return new Rejected(Cause.BAD_SIGNATURE, "not signed by the key that the host joined with");
        }
        return host.status() == HostStatus.REMOVED ? new Ignored(Cause.REMOVED_HOST) : placed;
    }

    private Verification inItsPlace(String namespace, int partition, Accepted accepted) {
        int right = Partitions.of(namespace, partitions);
        return right == partition
                ? accepted
                : new Rejected(Cause.WRONG_PARTITION, "the namespace belongs to partition " + right);
    }

    private static Rejected malformed(MalformedException e) {
        return new Rejected(Cause.MALFORMED, String.valueOf(e.getMessage()));
    }
}
