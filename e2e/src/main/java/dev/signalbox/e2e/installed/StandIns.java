package dev.signalbox.e2e.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Programs that stand in for agents that cannot be had here.
final class StandIns {
    /// In a terminal it repeats what it is told; asked for one task, it says what it did, or fails, or takes long.
    private static final String DROID = """
        #!/bin/sh
        if [ "$1" = --version ]; then
          echo 'droid 0.0.1 (stand-in)'
          exit 0
        fi
        if [ "$1" = exec ]; then
          task=$(cat)
          case $task in
            *FAIL*) echo 'cannot do that' >&2; exit 3 ;;
            *SLOW*) exec sleep 600 ;;
          esac
          echo 'Analyzing task...'
          printf '%s\\n' "$task" > told.txt
          echo 'Authentication module implemented with JWT'
          echo 'modified: src/auth.py'
          echo 'modified: src/models.py'
          echo 'tests_passed: true'
          exit 0
        fi
        printf '\\033[?2004h> droid\\n'
        while IFS= read -r line; do
          printf 'heard: %s\\n' "$line"
          case $line in
            *CRASH*) exit 3 ;;
            *BYE*) exit 0 ;;
          esac
        done
        """;

    /// Writes down its arguments, with a NUL behind each, and says what it would have changed.
    private static final String AIDER = """
        #!/bin/sh
        if [ "$1" = --version ]; then
          echo 'aider 0.0.1 (stand-in)'
          exit 0
        fi
        printf '%s\\0' "$@" > argv
        echo 'modified: src/aider.py'
        """;

    private StandIns() {}

    /// The folder with the programs.
    static Path in(Path folder) throws IOException {
        Files.createDirectories(folder);
        program(folder, "droid", DROID);
        program(folder, "aider", AIDER);
        return folder;
    }

    private static void program(Path folder, String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
