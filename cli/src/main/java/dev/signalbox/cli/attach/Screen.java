package dev.signalbox.cli.attach;

import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;

/// The terminal of whoever attaches.
public interface Screen {
    /// Waits for keys. Returns how many bytes came; -1 when no more can come.
    int read(byte[] keys) throws IOException;

    void write(byte[] bytes, int offset, int length);

    void flush();

    /// A line between what the session shows.
    void notice(String line);

    TerminalSize size();

    /// Calls back whenever the size has changed.
    void onResize(Runnable changed);
}
