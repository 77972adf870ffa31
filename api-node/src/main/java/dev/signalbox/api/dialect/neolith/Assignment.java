package dev.signalbox.api.dialect.neolith;

/// A task that a client of this socket gave to a session: an input of it.
///
/// @param id `task_…`
/// @param text as the client wrote it
/// @param streaming whether the client wants the answer piece by piece
record Assignment(String inputId, String id, String text, boolean streaming) {
    static Assignment of(String inputId, String text, boolean streaming) {
        return new Assignment(inputId, NeolithIds.task(inputId), text, streaming);
    }
}
