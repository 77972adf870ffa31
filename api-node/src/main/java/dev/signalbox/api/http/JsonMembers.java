package dev.signalbox.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.settings.NearestName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Refuses members that nobody knows, so that a mistyped one is not passed over in silence.
public final class JsonMembers {
    private JsonMembers() {}

    /// @param type whose components are the members that are known; records in it are looked into
    /// @throws dev.signalbox.api.core.RefusedException INVALID_REQUEST that names the member and the nearest known
    /// one
    public static void refuseUnknown(JsonNode node, Class<? extends Record> type) {
        refuseUnknown("", node, type);
    }

    private static void refuseUnknown(String path, JsonNode node, Class<?> type) {
        if (!node.isObject()) {
            return;
        }
        RecordComponent[] components = type.getRecordComponents();
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                // A name is the client's text: it is repeated only as far as it can be one of ours.
                String shown = name.matches("[A-Za-z0-9_.-]{1,64}") ? name : "?";
                var refusal = Refusal.of(ErrorCode.INVALID_REQUEST, path + shown, path + shown + " is not known here");
                throw refusal.hint(NearestName.of(shown, known)
                                .map(nearest -> "did you mean " + path + nearest + "?")
                                .orElse("known are: " + String.join(", ", known)))
                        .asException();
            }
        });
        for (RecordComponent component : components) {
            JsonNode member = node.get(component.getName());
            Class<?> inner = recordIn(component.getGenericType());
            if (member == null || inner == null) {
                continue;
            }
            String at = path + component.getName();
            if (member.isArray()) {
                for (int i = 0; i < member.size(); i++) {
                    refuseUnknown(at + "[" + i + "].", member.get(i), inner);
                }
            } else {
                refuseUnknown(at + ".", member, inner);
            }
        }
    }

    private static @Nullable Class<?> recordIn(Type type) {
        if (type instanceof Class<?> simple) {
            return simple.isRecord() ? simple : null;
        }
        return type instanceof ParameterizedType list && list.getRawType() == List.class
                ? recordIn(list.getActualTypeArguments()[0])
                : null;
    }
}
