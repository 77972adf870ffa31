package dev.signalbox.processor.topology;

import dev.signalbox.processor.carry.Parcel;
import dev.signalbox.processor.decide.Decision;
import dev.signalbox.processor.intake.Verification.Cause;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/// What came of asking for a decision.
sealed interface Attempt {

    record Decided(Decision decision, Parcel.Packed packed) implements Attempt {}

    /// Nothing of it may be written.
    sealed interface Undecided extends Attempt {
        Cause cause();

        String message();
    }

    record Oversized(Parcel.TooLarge parcel) implements Undecided {
        @Override
        public Cause cause() {
            return Cause.TOO_LARGE;
        }

        @Override
        public String message() {
            return parcel.what() + " would have " + parcel.bytes() + " bytes";
        }
    }

    /// A bug of ours.
    record Faulted(Throwable fault) implements Undecided {
        @Override
        public Cause cause() {
            return Cause.FAULT;
        }

        @Override
        public String message() {
            return fault.getClass().getSimpleName() + ": " + fault.getMessage();
        }
    }

    /// Decides and encodes; writes nothing. What Kafka throws (a store that fails, a task that moved away) is not about
    /// the record and goes through.
    static Attempt of(String namespace, Supplier<Decision> decide) {
        try {
            Decision decision = decide.get();
            if (!decision.namespace().equals(namespace)) {
                throw new IllegalStateException("decided for namespace " + decision.namespace());
            }
            return switch (Parcel.pack(decision)) {
                case Parcel.Packed packed -> new Decided(decision, packed);
                case Parcel.TooLarge tooLarge -> new Oversized(tooLarge);
            };
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            return new Faulted(e);
        }
    }
}
