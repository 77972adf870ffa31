package dev.signalbox.host.shipping;

import dev.signalbox.host.disk.WholeFile;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What the log had acknowledged up to an offset. It may lag: everything behind its offset is read back from the log at
/// the next start, so that a torn or missing ledger costs time and never a byte.
///
/// @param offset every record of this host below it is counted in `sessions`
record Ledger(long offset, Map<String, Shipped> sessions) {
    static final Ledger EMPTY = new Ledger(-1, Map.of());

    static Ledger read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return EMPTY;
        }
        try {
            return Json.decode(Files.readAllBytes(file), Ledger.class);
        } catch (MalformedException _) {
            return EMPTY;
        }
    }

    void write(Path file) throws IOException {
        WholeFile.writeHint(file, Json.encode(this));
    }
}
