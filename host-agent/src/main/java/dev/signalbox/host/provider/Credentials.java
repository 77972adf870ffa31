package dev.signalbox.host.provider;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// How to tell whether a provider has what it needs to be let in by its service. Nothing secret is read.
///
/// @param variables any of them is enough
/// @param named further such variables that the provider's own configuration mentions
/// @param check arguments of a command that exits with 0 where the person has logged in; empty where there is none
/// @param hint what to do when there are none
public record Credentials(
        List<String> variables, Function<Map<String, String>, Set<String>> named, List<String> check, String hint) {

    /// For providers that need none, or whose needs are not known.
    public static final Credentials NOT_NEEDED = new Credentials(List.of(), _ -> Set.of(), List.of(), "");

    public Credentials {
        variables = List.copyOf(variables);
        check = List.copyOf(check);
    }

    public boolean needed() {
        return !hint.isEmpty();
    }

    /// Whether a variable of the environment gives them.
    public boolean standIn(Map<String, String> environment) {
        var names = named.apply(environment);
        return environment.entrySet().stream()
                .filter(e -> !e.getValue().isBlank())
                .anyMatch(e -> variables.contains(e.getKey()) || names.contains(e.getKey()));
    }
}
