package dev.signalbox.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A record component that can be set. Its key is the component's name in lower-case-with-dashes: `apiPort` is the flag
/// `--api-port`, the variable `SIGNALBOX_API_PORT` and the line `api-port = 8600` of a file.
///
/// A component without this annotation whose type is a record is a group: the keys of its components get its name and a
/// dash in front, or nothing where it is [Inlined].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /// Stands for "no default": the setting must be given, or is null where the component is `@Nullable`.
    String NONE = "\0";

    /// What it does, its unit where the type does not say it, one sentence.
    String value();

    /// Written as in a file; `$XDG_DATA_HOME` stands for the variable, or `~/.local/share` where that is not set.
    String byDefault() default NONE;

    /// A variable of another program that means the same; ours comes first.
    String also() default NONE;
}
