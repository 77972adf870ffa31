package dev.signalbox.host.environment;

import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Builds the environment of a session from nothing: a short list of what every program needs, what the
/// provider passes on from the host agent's own environment, what the client gave by value, and what it asked
/// to be taken from the host agent's environment (`envFrom`). A later one of these wins.
public final class EnvironmentBuilder {
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private final Map<String, String> own;

    /// @param own the host agent's own environment
    public EnvironmentBuilder(Map<String, String> own) {
        this.own = Map.copyOf(own);
    }

    /// @param passedOn what the provider passes on of the host agent's own environment
    /// @param given the client's variables, by value
    /// @param from variable → name in the host agent's own environment
    public EnvironmentResult build(Map<String, String> passedOn, Map<String, String> given, Map<String, String> from) {
        Map<String, String> variables = inherited(passedOn);
        for (Map.Entry<String, String> variable : new TreeMap<>(given).entrySet()) {
            Optional<Refusal> refusal = refusalOf(variable.getKey(), variable.getValue());
            if (refusal.isPresent()) {
                return new EnvironmentResult.Refused(refusal.get());
            }
            variables.put(variable.getKey(), variable.getValue());
        }
        for (Map.Entry<String, String> variable : new TreeMap<>(from).entrySet()) {
            String name = variable.getKey();
            String source = variable.getValue();
            Optional<Refusal> refusal = refusalOfName("envFrom", name).or(() -> refusalOfSource(name, source));
            if (refusal.isPresent()) {
                return new EnvironmentResult.Refused(refusal.get());
            }
            variables.put(name, own.getOrDefault(source, ""));
        }
        return new EnvironmentResult.Built(variables);
    }

    /// What a provider's program has of the host agent's own environment, whoever starts it. A provider may take names
    /// from a file that sessions can write: the host agent's own keys are not to be had that way either.
    public Map<String, String> inherited(Map<String, String> passedOn) {
        Map<String, String> variables = new TreeMap<>();
        own.forEach((name, value) -> {
            if (EnvironmentNames.isInherited(name)) {
                variables.put(name, value);
            }
        });
        passedOn.forEach((name, value) -> {
            if (EnvironmentNames.FORM.matcher(name).matches()
                    && !EnvironmentNames.loadsCode(name)
                    && !EnvironmentNames.isHostsOwn(name)) {
                variables.put(name, value);
            }
        });
        variables.putIfAbsent("PATH", DEFAULT_PATH);
        return variables;
    }

    private static Optional<Refusal> refusalOf(String name, String value) {
        Optional<Refusal> refusal = refusalOfName("env", name);
        if (refusal.isPresent()) {
            return refusal;
        }
        String field = "env." + name;
        if (EnvironmentNames.looksSecret(name)) {
            return refused(field
                    + " looks like a secret, and values given here pass through the log; set it in the"
                    + " environment of the host agent and name it with"
                    + " envFrom: {\"" + name + "\": \"" + name + "\"}");
        }
        return value.indexOf('\0') < 0 ? Optional.empty() : refused(field + " must not contain NUL");
    }

    private static Optional<Refusal> refusalOfName(String group, String name) {
        if (!EnvironmentNames.FORM.matcher(name).matches()) {
            return refused(
                    group + " has a name that is not 1 to 128 letters, digits and '_', beginning with a letter or '_'");
        }
        String field = group + "." + name;
        if (EnvironmentNames.isHostsOwn(name)) {
            return refused(field + " is set by the host and cannot be replaced");
        }
        if (EnvironmentNames.loadsCode(name)) {
            return refused(field + " would load code into the program, or into the shell or git that it runs");
        }
        return Optional.empty();
    }

    /// The host agent's own keys must not be had by naming them.
    private Optional<Refusal> refusalOfSource(String name, String source) {
        String field = "envFrom." + name;
        if (!EnvironmentNames.FORM.matcher(source).matches() || EnvironmentNames.isHostsOwn(source)) {
            return refused(field + " does not name a variable that sessions may have");
        }
        return own.containsKey(source)
                ? Optional.empty()
                : refused(field + ": the environment of the host agent has no variable " + source);
    }

    private static Optional<Refusal> refused(String message) {
        return Optional.of(new Refusal(ErrorCode.ENV_REFUSED, message));
    }
}
