package dev.signalbox.schemas.state;

/// What a live session is doing, as its structured output tells it; without such output [#WORKING] when it writes and
/// [#IDLE] when it has been silent for a while.
public enum Activity {
    WORKING,
    IDLE,
    NEEDS_APPROVAL,
    NEEDS_ANSWER
}
