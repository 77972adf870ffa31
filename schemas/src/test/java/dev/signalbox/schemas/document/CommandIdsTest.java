package dev.signalbox.schemas.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.document.Vocabulary.Message;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A wish may be written by whoever reaches the log: what it names has the length of a name.
class CommandIdsTest {
    private record Named(Message message, RecordComponent component) {
        @Override
        public String toString() {
            return message.type().getSimpleName() + "." + component.getName();
        }
    }

    static Stream<Named> ids() {
        return Vocabulary.messages()
                .filter(message -> message.readAs() == Command.class)
                .flatMap(message -> Arrays.stream(message.type().getRecordComponents())
                        .filter(one ->
                                one.getName().endsWith("Id") || one.getName().equals("resumes"))
                        .filter(one -> !one.getName().startsWith("native"))
                        .map(one -> new Named(message, one)));
    }

    @Test
    void there_are_some() {
        assertThat(ids()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void every_id_is_there_and_short(Named id) throws Exception {
        refuses(id, "x".repeat(65));
        refuses(id, "");
        if (!id.component().getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            refuses(id, null);
        }
    }

    private static void refuses(Named id, @Nullable String value) throws Exception {
        var command =
                (ObjectNode) Json.mapper().readTree(Resources.read(id.message().golden()));
        command.put(id.component().getName(), value);

        assertThatThrownBy(() -> Json.decode(Json.encode(command), Command.class))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(id.component().getName());
    }
}
