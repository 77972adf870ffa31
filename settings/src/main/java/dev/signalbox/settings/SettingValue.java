package dev.signalbox.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The types that a setting may have, and how each is read from text and written back.
final class SettingValue {
    private static final String HOME = "~/";

    private SettingValue() {}

    /// @throws IllegalArgumentException whose message continues "the value …"
    static Object parse(Type type, String text) {
        if (isList(type)) {
            Type element = element(type);
            return SettingList.split(text).stream()
                    .map(part -> parse(element, part))
                    .toList();
        }
        if (!(type instanceof Class<?> simple)) {
            throw unsupported(type);
        }
        return parseSimple(simple, text.strip());
    }

    static String format(Object value) {
        return switch (value) {
            case Duration duration -> Durations.format(duration);
            case Enum<?> constant -> dashed(constant);
            case List<?> list ->
                SettingList.join(list.stream().map(SettingValue::format).toList());
            default -> value.toString();
        };
    }

    /// What the reference table calls the type.
    static String describe(Type type) {
        if (isList(type)) {
            return "list of " + describe(element(type));
        }
        if (type instanceof Class<?> simple && simple.isEnum()) {
            return constants(simple);
        }
        return switch (type.getTypeName()) {
            case "int", "long" -> "number";
            case "double" -> "decimal number";
            case "boolean" -> "true, false";
            case "java.lang.String" -> "text";
            case "java.time.Duration" -> "duration";
            case "java.nio.file.Path" -> "path";
            case "java.net.URI" -> "URL";
            case "dev.signalbox.settings.ByteSize" -> "size";
            case "dev.signalbox.settings.HostPort" -> "host:port";
            case "dev.signalbox.settings.Listen" -> "host:port or off";
            case "dev.signalbox.settings.Secret" -> "secret";
            default -> throw unsupported(type);
        };
    }

    private static Object parseSimple(Class<?> type, String text) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> dashed((Enum<?>) constant).equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("is none of " + constants(type)));
        }
        return switch (type.getName()) {
            case "int", "java.lang.Integer" -> number(text, Integer::valueOf);
            case "long", "java.lang.Long" -> number(text, Long::valueOf);
            case "double", "java.lang.Double" -> number(text, Double::valueOf);
            case "boolean", "java.lang.Boolean" -> truth(text);
            case "java.lang.String" -> text;
            case "java.time.Duration" -> Durations.parse(text);
            case "java.nio.file.Path" -> path(text);
            case "java.net.URI" -> URI.create(text);
            case "dev.signalbox.settings.ByteSize" -> ByteSize.of(text);
            case "dev.signalbox.settings.HostPort" -> HostPort.of(text);
            case "dev.signalbox.settings.Listen" -> Listen.of(text);
            case "dev.signalbox.settings.Secret" -> new Secret(text);
            default -> throw unsupported(type);
        };
    }

    /// A default cannot name a home directory, and what stands in a file no shell has read.
    private static Path path(String text) {
        return text.startsWith(HOME)
                ? Path.of(System.getProperty("user.home"), text.substring(HOME.length()))
                : Path.of(text);
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Object number(String text, Function<String, Object> reader) {
        try {
            return reader.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a number, or too large", e);
        }
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> dashed((Enum<?>) constant))
                .collect(Collectors.joining(", "));
    }

    private static String dashed(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isList(Type type) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == List.class;
    }

    private static Type element(Type list) {
        return ((ParameterizedType) list).getActualTypeArguments()[0];
    }

    private static IllegalStateException unsupported(Type type) {
        return new IllegalStateException("no setting can have the type " + type.getTypeName());
    }
}
