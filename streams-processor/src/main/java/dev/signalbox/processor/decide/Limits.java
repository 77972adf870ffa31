package dev.signalbox.processor.decide;

import java.time.Duration;

/// By when the decider loses patience, and how much of each thing it keeps.
final class Limits {
    /// How long a session waits for a host.
    static final Duration PLACEMENT = Duration.ofSeconds(60);

    /// How long a host has to begin to start a session; a host that reads the directive later refuses it.
    static final Duration START = Duration.ofMinutes(2);

    /// The grace of a stop that names none.
    static final Duration GRACE = Duration.ofSeconds(10);

    /// The grace of what still runs on a host though the record has given it up.
    static final Duration GIVEN_UP_GRACE = Duration.ofSeconds(2);

    /// How long after its grace a stop should have been reported.
    static final Duration STOP_REPORT = Duration.ofSeconds(20);

    /// What an exclusive session's host may need, beyond its own deadline, to have stopped it.
    static final Duration EXCLUSIVE_SLACK = GRACE.plusSeconds(30);

    /// How long a measurement may lie before its host reads that it is wanted.
    static final Duration MEASURE = Duration.ofSeconds(10);

    /// How long a wish about a repository may lie before its host reads it.
    static final Duration WORKTREE = Duration.ofSeconds(60);

    /// How long git may take for it, and the report.
    static final Duration WORKTREE_REPORT = Duration.ofMinutes(3);

    /// How many repositories a namespace may know, and how many paths it remembers that led to none.
    static final int REPOSITORIES = 1_000;

    /// How long an input may lie before the host reads it.
    static final Duration INPUT = Duration.ofMinutes(10);

    /// How many waiting sessions and tasks one decision places; the rest is the next tick's.
    static final int PLACED_AT_ONCE = 50;

    /// How many of the tasks that wait hear of it when hosts come and go.
    static final int TOLD_AT_ONCE = 100;

    /// How many forgotten sessions a host is told of in one decision; the rest is the next inventory's.
    static final int FORGOTTEN_AT_ONCE = 500;

    /// The largest launch, as the directive's JSON: a task that could be queued and never sent would poison the
    /// decisions that try to place it.
    static final int LAUNCH_BYTES = 800 * 1024;

    /// How many documents a namespace may have.
    static final int DOCUMENTS = 20_000;

    /// The largest document's body, as JSON.
    static final int DOCUMENT_BYTES = 64 * 1024;

    private Limits() {}
}
