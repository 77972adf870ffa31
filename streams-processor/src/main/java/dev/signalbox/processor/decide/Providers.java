package dev.signalbox.processor.decide;

import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.ProviderTraits;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.Host;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The providers that there are: those that Signalbox knows, and those that a host of the namespace has besides.
final class Providers {
    private static final int LISTED = 64;

    private Providers() {}

    /// The refusal of one that nobody knows, which lists those that there are; null when it is known.
    static @Nullable Answer unknown(Draft draft, String provider) {
        if (ProviderTraits.of(provider).isPresent() || ofHosts(draft).anyMatch(provider::equals)) {
            return null;
        }
        Stream<String> known = ProviderTraits.known().stream().map(ProviderTraits::name);
        return Answer.refused(
                ErrorCode.UNKNOWN_PROVIDER,
                "provider",
                "there is no provider '" + provider + "'; there are: "
                        + String.join(
                                ", ",
                                Stream.concat(known, ofHosts(draft).sorted())
                                        .distinct()
                                        .limit(LISTED)
                                        .toList()));
    }

    private static Stream<String> ofHosts(Draft draft) {
        return draft.all(Host.class, EntityType.HOST).stream()
                .map(Host::fingerprint)
                .filter(Objects::nonNull)
                .flatMap(fingerprint -> fingerprint.providers().stream())
                .map(Fingerprint.ProviderFound::name);
    }
}
