package dev.signalbox.host.driver;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds programs as the shell would, but before anything is started.
public final class Executables {
    private Executables() {}

    /// The absolute path of a program: a name is sought in `searchPath` (as in PATH), a path with a `/` is
    /// taken from the working directory.
    public static Optional<Path> find(String program, String searchPath, Path workingDirectory) {
        if (program.isEmpty() || program.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        try {
            if (program.contains("/")) {
                return executable(workingDirectory.resolve(program));
            }
            for (String folder : searchPath.split(":")) {
                if (folder.startsWith("/")) {
                    Optional<Path> found = executable(Path.of(folder, program));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static Optional<Path> executable(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path)
                ? Optional.of(path.toAbsolutePath())
                : Optional.empty();
    }
}
