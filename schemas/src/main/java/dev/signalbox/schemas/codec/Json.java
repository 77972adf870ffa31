package dev.signalbox.schemas.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Entity;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// JSON as it stands on topics and on the native wire: one mapper, with the bounds that hostile input meets.
/// Unknown members are ignored, so that an older reader understands a newer writer; an unknown `type` is malformed.
/// Equal values have equal bytes in every JVM (members of maps are sorted), so that bytes may be hashed and compared.
public final class Json {
    /// The sealed families; a record's `type` is its simple name in snake case.
    private static final List<Class<?>> FAMILIES =
            List.of(Command.class, Event.class, Directive.class, Report.class, Entity.class, Item.class);

    private static final JsonMapper MAPPER = build();

    private Json() {}

    /// The mapper, for those who need trees; it is shared and must not be configured.
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /// The `type` of a record of a sealed family.
    public static String typeName(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    public static byte[] encode(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not encodable: " + value.getClass().getSimpleName(), e);
        }
    }

    /// Reads a value. The failure says what is wrong and where, never the text itself.
    public static <T> T decode(byte @Nullable [] json, Class<T> type) throws MalformedException {
        if (json == null) {
            throw new MalformedException("there is no value", null);
        }
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new MalformedException("the value is null", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw MalformedException.of(e);
        } catch (IOException e) {
            throw new MalformedException("unreadable", null);
        }
    }

    private static JsonMapper build() {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(1024 * 1024)
                        .maxDocumentLength(2L * 1024 * 1024)
                        .maxNumberLength(64)
                        .maxNameLength(1024)
                        .build())
                .build();
        JsonMapper.Builder builder = JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .serializationInclusion(JsonInclude.Include.NON_NULL);
        for (Class<?> family : FAMILIES) {
            for (Class<?> type : family.getPermittedSubclasses()) {
                if (type.isRecord() && family.isAssignableFrom(type)) {
                    builder.registerSubtypes(new NamedType(type, typeName(type)));
                }
            }
        }
        return builder.build();
    }

    /// The families, for tests and generated documents.
    public static List<Class<?>> families() {
        return FAMILIES;
    }

    /// The refusal of a record's constructor inside a failure of the mapper, null when it is another kind of failure.
    public static @Nullable InvalidFieldException refusalIn(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof InvalidFieldException refusal) {
                return refusal;
            }
        }
        return null;
    }
}
