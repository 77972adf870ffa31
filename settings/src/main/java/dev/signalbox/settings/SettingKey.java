package dev.signalbox.settings;

import java.lang.reflect.Type;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing that can be set.
///
/// @param key lower-case-with-dashes, unique in its record
/// @param type what its text is read as
/// @param byDefault the default as text; null when there is none
/// @param also a variable of another program that means the same; null: none
/// @param optional whether it may be left out though it has no default
record SettingKey(
        String key,
        Type type,
        String description,
        @Nullable String byDefault,
        @Nullable String also,
        boolean optional) {
    static final String PREFIX = "SIGNALBOX_";

    String flag() {
        return "--" + key;
    }

    String variable() {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    boolean isSecret() {
        return type == Secret.class;
    }

    boolean isSwitch() {
        return type == boolean.class;
    }

    /// `KEY_NAME` of a variable as a key.
    static String ofVariable(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
