package dev.signalbox.host.spool;

import dev.signalbox.host.process.ProcessIdentity;
import java.util.Optional;

/// Who the session's process is.
///
/// @param group its process group
/// @param session its kernel session
/// @param terminal path of its terminal, `-` without one
public record StartRecord(ProcessIdentity process, long group, long session, String terminal) {
    private static final String NONE = "-";
    private static final int WORDS = 6;

    static Optional<StartRecord> parse(String line) {
        String[] words = line.split(" ");
        if (words.length != WORDS) {
            return Optional.empty();
        }
        return Optional.of(new StartRecord(
                new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[3]), words[4]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                words[5]));
    }

    public boolean hasTerminal() {
        return !terminal.equals(NONE);
    }
}
