package dev.signalbox.schemas.state;

/// What has happened in a namespace since it was opened. No number ever goes back, whatever is removed.
///
/// @param sessions that were asked for
/// @param endedSessions those of them that are over, however they ended
/// @param endedSessionsMillis how long those took in all, from the wish to the end
/// @param turns that ended
/// @param failedTurns those of them that ended without success
public record Totals(
        long sessions,
        long endedSessions,
        long endedSessionsMillis,
        long turns,
        long failedTurns,
        long inputTokens,
        long outputTokens) {
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

    public Totals sessionRequested() {
        return new Totals(
                sessions + 1, endedSessions, endedSessionsMillis, turns, failedTurns, inputTokens, outputTokens);
    }

    public Totals sessionEnded(long millis) {
        return new Totals(
                sessions,
                endedSessions + 1,
                endedSessionsMillis + Math.max(0, millis),
                turns,
                failedTurns,
                inputTokens,
                outputTokens);
    }

    public Totals turnEnded(boolean success, long input, long output) {
        return new Totals(
                sessions,
                endedSessions,
                endedSessionsMillis,
                turns + 1,
                failedTurns + (success ? 0 : 1),
                inputTokens + input,
                outputTokens + output);
    }
}
