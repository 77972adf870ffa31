package dev.signalbox.schemas.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.document.Vocabulary.Message;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.Workspace;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A first draft of a golden file for a record that has none, or whose file lacks members. What stands in the file
/// stays; the rest is dummy values, to be made realistic by hand.
final class GoldenDraft {
    /// Paths that their records check.
    private static final Map<Class<?>, String> PATHS = Map.of(
            Command.InspectRepository.class, "/srv/work/shop",
            Command.AddWorktree.class, ".worktrees/alice");

    private GoldenDraft() {}

    /// @param existing the golden file as it is, null when there is none
    static JsonNode of(Message message, @Nullable JsonNode existing) throws ReflectiveOperationException {
        ObjectNode draft = Json.mapper().valueToTree(record(message.type()));
        if (existing == null) {
            return draft;
        }
        ObjectNode merged = merge(message.type(), (ObjectNode) existing, draft, true);
        ObjectNode inOrder = Json.mapper().createObjectNode();
        draft.fieldNames().forEachRemaining(name -> inOrder.set(name, merged.path(name)));
        return inOrder;
    }

    /// What exists, with the members that it lacks; below the first level only with those that may not be absent.
    private static ObjectNode merge(Class<?> type, ObjectNode existing, ObjectNode draft, boolean all) {
        ObjectNode merged = existing.deepCopy();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            JsonNode old = existing.get(name);
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (old == null && (all || !optional)) {
                merged.set(name, draft.get(name));
            } else if (component.getType().isRecord()
                    && old instanceof ObjectNode oldRecord
                    && draft.get(name) instanceof ObjectNode draftRecord) {
                merged.set(name, merge(component.getType(), oldRecord, draftRecord, false));
            }
        }
        return merged;
    }

    private static Object record(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = components[i].getName().equals("path") && PATHS.containsKey(type)
                    ? PATHS.get(type)
                    : value(components[i].getName(), components[i].getGenericType());
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object value(String name, Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            return parameterized.getRawType() == List.class
                    ? List.of(value(name, arguments[0]))
                    : Map.of(
                            arguments[0] == String.class ? "name" : value(name, arguments[0]),
                            value(name, arguments[1]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain == SilentHostPolicy.class) {
            return SilentHostPolicy.KEEP;
        } else if (plain == Workspace.class) {
            return new Workspace("/srv/work", null);
        } else if (plain == Instant.class) {
            return Instant.parse("2026-11-20T09:15:00.250Z");
        } else if (plain == Duration.class) {
            return Duration.ofSeconds(10);
        } else if (plain == boolean.class || plain == Boolean.class) {
            return true;
        } else if (plain == int.class || plain == Integer.class) {
            return 7;
        } else if (plain == long.class || plain == Long.class) {
            return 7L;
        } else if (plain == double.class || plain == Double.class) {
            return 0.5;
        } else if (plain.isEnum()) {
            return plain.getEnumConstants()[0];
        } else if (plain.isSealed()) {
            return record(plain.getPermittedSubclasses()[0]);
        }
        return plain.isRecord() ? record(plain) : name;
    }
}
