package dev.signalbox.schemas.document;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.StateRecord;
import java.util.List;
import java.util.stream.Stream;

/// Every record that stands on a topic as JSON, and where its golden file is.
final class Vocabulary {
    /// The values of records on topics; their members are described with the families.
    static final List<Class<?>> ENVELOPES = List.of(
            CommandRecord.class,
            EventRecord.class,
            DirectiveRecord.class,
            ReportBatch.class,
            StateRecord.class,
            Outcome.class);

    private Vocabulary() {}

    /// One message: its record, the type it is read as, and its golden file.
    record Message(Class<?> type, Class<?> readAs, String golden) {
        @Override
        public String toString() {
            return golden;
        }
    }

    static Stream<Message> messages() {
        return Stream.concat(
                Json.families().stream().flatMap(Vocabulary::membersOf),
                ENVELOPES.stream()
                        .map(type -> new Message(type, type, "golden/envelope/" + type.getSimpleName() + ".json")));
    }

    private static Stream<Message> membersOf(Class<?> family) {
        return Stream.of(family.getPermittedSubclasses())
                .map(type -> new Message(
                        type, family, "golden/" + Json.typeName(family) + "/" + type.getSimpleName() + ".json"));
    }
}
