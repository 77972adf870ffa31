package dev.signalbox.schemas.spec;

import java.util.List;
import java.util.Optional;

/// What the decider and API nodes need to know of a provider; how it is run stands in the host agent.
///
/// @param structured whether its headless output tells when a turn begins and ends
/// @param singleTurn whether a headless session takes one prompt only
/// @param resumable whether it can go on from a native session
public record ProviderTraits(String name, boolean structured, boolean singleTurn, boolean resumable) {
    private static final List<ProviderTraits> KNOWN = List.of(
            new ProviderTraits("claude", true, false, true),
            new ProviderTraits("codex", true, true, true),
            new ProviderTraits("command", false, false, false),
            new ProviderTraits("droid", false, true, false),
            new ProviderTraits("cursor", false, true, false),
            new ProviderTraits("aider", false, true, false),
            new ProviderTraits("gemini", false, false, false));

    public static List<ProviderTraits> known() {
        return KNOWN;
    }

    public static Optional<ProviderTraits> of(String provider) {
        return KNOWN.stream().filter(p -> p.name.equals(provider)).findFirst();
    }
}
