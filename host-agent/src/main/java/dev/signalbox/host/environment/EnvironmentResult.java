package dev.signalbox.host.environment;

import dev.signalbox.host.refusal.Refusal;
import java.util.Map;

/// The environment of a session, or why there is none.
public sealed interface EnvironmentResult {
    /// @param variables the whole environment; values may be secret
    record Built(Map<String, String> variables) implements EnvironmentResult {
        public Built {
            variables = Map.copyOf(variables);
        }

        /// Names only: this may end in a log.
        @Override
        public String toString() {
            return "Built" + variables.keySet();
        }
    }

    record Refused(Refusal why) implements EnvironmentResult {}
}
