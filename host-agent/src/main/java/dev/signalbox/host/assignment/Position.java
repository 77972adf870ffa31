package dev.signalbox.host.assignment;

/// How far this host has read its directives. It may lag behind what was applied: each directive finds in the notes
/// that it was applied before.
///
/// @param seq the newest directive's sequence
/// @param offset where to read on
public record Position(long seq, long offset) {
    public static final Position START = new Position(0, 0);
}
