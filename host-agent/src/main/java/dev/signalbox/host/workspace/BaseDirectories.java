package dev.signalbox.host.workspace;

import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The directories in which this host lets sessions work. Paths are compared component by component, so that
/// `/base-evil` is not in `/base`, and by their real paths, so that a link does not lead out.
///
/// What lies outside is never looked at: whether it exists cannot be learnt from the answer. A directory may
/// still be exchanged for a link between this check and the start of the process; the process looks once more
/// (see [dev.signalbox.host.spool.LaunchFile]).
public final class BaseDirectories {
    private final List<Path> asGiven;
    private final List<Path> real;

    private BaseDirectories(List<Path> asGiven, List<Path> real) {
        this.asGiven = List.copyOf(asGiven);
        this.real = List.copyOf(real);
    }

    /// @param directories absolute paths of existing directories; the first is where a session works that names
    /// none
    /// @throws IOException when there is none, or one does not exist
    public static BaseDirectories of(List<Path> directories) throws IOException {
        if (directories.isEmpty()) {
            throw new IOException("a host needs at least one base directory");
        }
        List<Path> real = new ArrayList<>();
        for (Path directory : directories) {
            if (!directory.isAbsolute() || !Files.isDirectory(directory)) {
                throw new IOException("not an absolute path of a directory: " + directory);
            }
            real.add(directory.toRealPath());
        }
        return new BaseDirectories(directories, real);
    }

    public Path first() {
        return real.getFirst();
    }

    public boolean contain(Path realPath) {
        return real.stream().anyMatch(realPath::startsWith);
    }

    /// A directory inside, or why not.
    public sealed interface Resolved {
        /// @param directory its real path
        record Inside(Path directory) implements Resolved {}

        record Refused(Refusal why) implements Resolved {}
    }

    /// @param field where the path stood in the request
    public Resolved resolve(String field, String path) {
        Path wanted;
        try {
            wanted = Path.of(path);
        } catch (InvalidPathException _) {
            return refused(field, "is not a path of this host (NUL, or characters that its locale does not have)");
        }
        if (!wanted.isAbsolute()) {
            return refused(field, "must be an absolute path");
        }
        for (Path component : wanted) {
            if (component.toString().equals("..")) {
                return refused(field, "must not contain '..'");
            }
        }
        Path plain = wanted.normalize();
        if (asGiven.stream().noneMatch(plain::startsWith) && !contain(plain)) {
            return refused(field, outside());
        }
        try {
            Path directory = plain.toRealPath();
            if (!contain(directory)) {
                return refused(field, outside());
            }
            return Files.isDirectory(directory) ? new Resolved.Inside(directory) : refused(field, "is not a directory");
        } catch (IOException _) {
            return leadsOut(plain) ? refused(field, outside()) : refused(field, "does not exist on this host");
        }
    }

    /// Whether the part of a path that exists leads out, so that nothing may be told of what lies behind it.
    private boolean leadsOut(Path plain) {
        for (Path part = plain; part != null; part = part.getParent()) {
            try {
                if (Files.isSymbolicLink(part)) {
                    Path parent = part.getParent();
                    Path target = Files.readSymbolicLink(part);
                    Path absolute =
                            parent == null ? target : parent.resolve(target).normalize();
                    if (!contain(absolute)) {
                        return true;
                    }
                }
                if (Files.exists(part)) {
                    return !contain(part.toRealPath());
                }
            } catch (IOException _) {
                return true;
            }
        }
        return true;
    }

    private String outside() {
        return "is not inside a base directory of this host ("
                + String.join(", ", asGiven.stream().map(Path::toString).toList()) + ")";
    }

    private static Resolved refused(String field, String what) {
        return new Resolved.Refused(new Refusal(ErrorCode.CWD_REFUSED, field + " " + what));
    }
}
