package dev.signalbox.api.core;

import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Namespace;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who asks, as a verified token says it.
///
/// @param subject a name for people and records
/// @param namespace the only one that exists for this principal
/// @param tokenId null only where no authentication is asked for
/// @param expiresAt when streams of this principal end; null: never
public record Principal(
        String subject,
        String namespace,
        Set<Capability> capabilities,
        @Nullable String tokenId,
        @Nullable Instant expiresAt) {

    /// Everything that a person may do; joining is a machine's.
    public static final Set<Capability> PERSON = Set.copyOf(EnumSet.complementOf(EnumSet.of(Capability.JOIN)));

    /// Whom a request speaks for that shows nothing, where nothing needs to be shown.
    public static final Principal ANYBODY = new Principal("anonymous", Namespace.DEFAULT, PERSON, null, null);

    public Principal {
        capabilities = Set.copyOf(capabilities);
    }

    public boolean may(Capability capability) {
        return capabilities.contains(capability)
                || (capability == Capability.DELEGATE && capabilities.contains(Capability.CREATE));
    }

    /// The same, allowed this one thing alone: for what a node does in its name and was not asked for, such as to end
    /// what came too late.
    public Principal allowedOnly(Capability capability) {
        return new Principal(subject, namespace, Set.of(capability), tokenId, expiresAt);
    }

    /// @throws RefusedException FORBIDDEN
    public void require(Capability capability) {
        if (!may(capability)) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "the token lacks the scope '" + capability.wireName() + "'")
                    .hint("its scopes are: "
                            + capabilities.stream()
                                    .map(Capability::wireName)
                                    .sorted()
                                    .collect(Collectors.joining(" ")))
                    .asException();
        }
    }
}
