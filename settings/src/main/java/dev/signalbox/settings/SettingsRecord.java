package dev.signalbox.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a record of settings declares, and how to make one from values.
final class SettingsRecord<R extends Record> {
    private final Class<R> type;
    private final List<SettingKey> keys;

    private SettingsRecord(Class<R> type, List<SettingKey> keys) {
        this.type = type;
        this.keys = keys;
    }

    static <R extends Record> SettingsRecord<R> of(Class<R> type) {
        var keys = new ArrayList<SettingKey>();
        collect(type, "", keys);
        long distinct = keys.stream().map(SettingKey::key).distinct().count();
        if (distinct != keys.size()) {
            throw new IllegalStateException(type.getName() + " declares a key twice");
        }
        return new SettingsRecord<>(type, List.copyOf(keys));
    }

    /// In the order of declaration.
    List<SettingKey> keys() {
        return keys;
    }

    /// @param values by key; a key that is missing is null in the record
    /// @throws IllegalArgumentException from the record's own check
    R create(Map<String, Object> values) {
        return type.cast(create(type, "", values));
    }

    private static void collect(Class<?> type, String prefix, List<SettingKey> into) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + dashed(component.getName());
            @Nullable Setting setting = component.getAnnotation(Setting.class);
            if (setting != null) {
                SettingValue.describe(boxless(component));
                into.add(new SettingKey(
                        key,
                        boxless(component),
                        setting.value(),
                        given(setting.byDefault()),
                        given(setting.also()),
                        isNullable(component)));
            } else if (component.getType().isRecord()) {
                collect(component.getType(), prefixOf(component, prefix), into);
            } else {
                throw new IllegalStateException(
                        "%s.%s is neither a @Setting nor a group".formatted(type.getName(), component.getName()));
            }
        }
    }

    private static @Nullable String given(String text) {
        return text.equals(Setting.NONE) ? null : text;
    }

    private static Object create(Class<?> type, String prefix, Map<String, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        var arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + dashed(components[i].getName());
            arguments[i] = components[i].isAnnotationPresent(Setting.class)
                    ? values.get(key)
                    : create(components[i].getType(), prefixOf(components[i], prefix), values);
        }
        try {
            Class<?>[] parameters =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    private static String prefixOf(RecordComponent group, String prefix) {
        return group.isAnnotationPresent(Inlined.class) ? prefix : prefix + dashed(group.getName()) + "-";
    }

    /// `@Nullable Integer` is described and read as `int`.
    private static Type boxless(RecordComponent component) {
        return switch (component.getType().getName()) {
            case "java.lang.Integer" -> int.class;
            case "java.lang.Long" -> long.class;
            case "java.lang.Double" -> double.class;
            case "java.lang.Boolean" -> boolean.class;
            default -> component.getGenericType();
        };
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String dashed(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
