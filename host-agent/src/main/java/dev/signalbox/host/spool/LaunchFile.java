package dev.signalbox.host.spool;

import dev.signalbox.host.process.EnvironmentMarker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The text of `launch`: the shell that reads it introduces itself in `pid`, takes on the environment and the
/// working directory, and becomes the user's program.
///
/// Why a file and not the argv and environment of [ProcessBuilder]: that encodes words in the charset of the
/// host agent's locale (`?` for an emoji under the C locale of a service), and values of variables must not
/// stand in an argv, which other users can read. Why shell words: within single quotes a POSIX shell expands
/// nothing, and the one character that ends them is written `'\''`.
public final class LaunchFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private LaunchFile() {}

    /// @param argv the first word is the absolute path of the program
    /// @param workingDirectory a real path
    /// @param environment the whole environment, nothing is added but the session's marker and PWD
    public static String render(
            SessionFolder folder,
            List<String> argv,
            Map<String, String> environment,
            Path workingDirectory,
            Streams streams) {
        StringBuilder text = new StringBuilder(1024);
        text.append("read -r stat </proc/$$/stat\n");
        text.append("read -r boot </proc/sys/kernel/random/boot_id\n");
        text.append("set -- $stat\n");
        text.append("terminal=-\n");
        if (streams instanceof Streams.Terminal(var size)) {
            text.append("terminal=$(tty)\n");
            text.append("stty sane iutf8 rows ")
                    .append(size.rows())
                    .append(" columns ")
                    .append(size.columns())
                    .append('\n');
        }
        text.append("printf '%s %s %s %s %s %s\\n' \"$$\" \"$5\" \"$6\" \"${22}\" \"$boot\" \"$terminal\" >pid\n");
        text.append("unset stat boot terminal\n");
        text.append("trap ")
                .append(quote("echo \"the program or its directory cannot be used\" >"
                        + quote(folder.path().resolve("start-error").toString())))
                .append(" EXIT\n");
        // The directory was checked by its real path; if a link has taken its place since, this is another one.
        String directory = quote(workingDirectory.toString());
        text.append("cd -- ").append(directory).append(" || exit 127\n");
        text.append("[ \"$(pwd -P)\" = ").append(directory).append(" ] || exit 127\n");
        text.append("unset OLDPWD\n");
        environment.forEach((name, value) -> export(text, name, value));
        export(text, EnvironmentMarker.VARIABLE, folder.sessionId());
        text.append("exec");
        argv.forEach(word -> text.append(' ').append(quote(word)));
        return text.append('\n').toString();
    }

    private static void export(StringBuilder text, String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a variable");
        }
        text.append("export ").append(name).append('=').append(quote(value)).append('\n');
    }

    /// One word of the shell that stands for exactly this text.
    static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("NUL cannot be passed to a program");
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
