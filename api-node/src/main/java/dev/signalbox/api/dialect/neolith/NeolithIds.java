package dev.signalbox.api.dialect.neolith;

import dev.signalbox.schemas.Ids;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Ids in the original's form. What a task is here is an input of a session, so its id is the input's.
final class NeolithIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TASK = "task_";
    private static final String BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";

    private NeolithIds() {}

    /// `session_<ms>_<9 base36>`.
    static String session(long millis) {
        return "session_" + millis + "_" + base36(RANDOM, 9);
    }

    /// `session_<type>_<orchestrator>_<ms>_<7 base36>`.
    static String daemonSession(String type, String orchestratorId, long millis) {
        return "session_" + type + "_" + orchestratorId + "_" + millis + "_" + base36(RANDOM, 7);
    }

    static String task(String inputId) {
        return TASK + (Ids.INPUT.matches(inputId) ? inputId.substring(2) : inputId);
    }

    /// The task that a session was spawned with.
    static String firstTask(String sessionId) {
        return task(firstInput(sessionId));
    }

    static String firstInput(String sessionId) {
        return Ids.INPUT.derive(sessionId);
    }

    /// Text that nobody can guess.
    static String secret(int length) {
        return base36(RANDOM, length);
    }

    static String base36(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(BASE36.charAt(random.nextInt(BASE36.length())));
        }
        return text.toString();
    }
}
