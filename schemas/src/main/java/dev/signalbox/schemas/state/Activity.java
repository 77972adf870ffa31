package dev.signalbox.schemas.state;

/// What a live session is doing, as its structured output tells it.
public enum Activity {
    WORKING,
    IDLE,
    NEEDS_APPROVAL,
    NEEDS_ANSWER
}
